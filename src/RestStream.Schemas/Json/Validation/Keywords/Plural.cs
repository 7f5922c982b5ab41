namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary>Nouns after a number.</summary>
internal static class Plural
{
    public static string Of(int count, string noun)
    {
        if (count == 1) return noun;
        return noun.EndsWith('y') ? noun[..^1] + "ies" : noun + "s";
    }
}
