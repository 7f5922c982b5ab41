namespace RestStream.Benchmarks.Load;

/// <summary>What a request of a load carries.</summary>
internal enum BodyKind
{
    /// <summary>Nothing: a GET.</summary>
    None,

    /// <summary>One JSON object, the record's value itself.</summary>
    Single,

    /// <summary><c>{"records":[{"key":…,"value":{…}}…]}</c>.</summary>
    Batch,

    /// <summary>A group's commit of one offset.</summary>
    Commit,
}
