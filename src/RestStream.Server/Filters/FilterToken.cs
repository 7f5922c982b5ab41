namespace RestStream.Server.Filters;

/// <summary>A word of a filter.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Column">Where it begins, in characters from 1.</param>
/// <param name="Text">A symbol or name as written, a number as written, a text without quotes and escapes.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Column, string Text)
{
    public bool Is(string symbol) => Kind == FilterTokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == FilterTokenKind.Name && Text == name;

    /// <summary>How messages call it.</summary>
    public string Shown => Kind switch
    {
        FilterTokenKind.End => "the end",
        FilterTokenKind.Text => "a text",
        _ => $"'{(Text.Length > 30 ? Text[..30] + "…" : Text)}'",
    };
}
