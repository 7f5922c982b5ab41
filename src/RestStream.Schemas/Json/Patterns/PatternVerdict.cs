namespace RestStream.Schemas.Json.Patterns;

/// <summary>How a text stands to a pattern.</summary>
internal enum PatternVerdict
{
    /// <summary>Some part of it matches.</summary>
    Match,

    /// <summary>No part of it matches.</summary>
    NoMatch,

    /// <summary>It was not found out, in the time that a match has.</summary>
    TimedOut,
}
