namespace RestStream.Schemas.Json.Patterns;

/// <summary>Places in a text that a pattern asks for.</summary>
internal enum AnchorKind
{
    /// <summary>The start of the text.</summary>
    Start,

    /// <summary>The end of the text; a line break at its end is not passed over.</summary>
    End,

    /// <summary>The start of a line.</summary>
    LineStart,

    /// <summary>The end of a line.</summary>
    LineEnd,

    /// <summary>Between a word character and none, by ASCII's words.</summary>
    WordBoundary,

    /// <summary>Where no word begins or ends.</summary>
    NoWordBoundary,
}
