namespace RestStream.Server.Json;

/// <summary>What <see cref="RecordWalk.ReadLine"/> met.</summary>
internal enum LineRead
{
    /// <summary>Nothing: the text is at its end.</summary>
    None,

    /// <summary>An empty line.</summary>
    Blank,

    /// <summary>A record, added to the table.</summary>
    Record,

    /// <summary>A record that can be read and is refused.</summary>
    Refused,

    /// <summary>A line that cannot be read.</summary>
    Unreadable,
}
