namespace RestStream.Server.Json;

/// <summary>What ended a <see cref="StructureScan"/>.</summary>
internal enum ScanFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A raw control character in a string.</summary>
    Control,

    /// <summary>A backslash with something that is no escape.</summary>
    Escape,

    /// <summary>Neither a number nor a literal.</summary>
    Scalar,

    /// <summary>A token that may not follow the one before.</summary>
    Token,

    /// <summary>Bytes that are not UTF-8.</summary>
    Utf8,

    /// <summary>The text ends in a string.</summary>
    Unclosed,
}
