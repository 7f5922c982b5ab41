namespace RestStream.Schemas.Avro;

/// <summary>The name of a record, enum or fixed.</summary>
/// <param name="Name">Without its namespace.</param>
/// <param name="Space">Its namespace; null for none.</param>
internal sealed record AvroName(string Name, string? Space)
{
    public string Full => Space is null ? Name : $"{Space}.{Name}";

    /// <summary>A name as it is written: one with dots says its namespace itself, another is in <paramref name="space"/>.</summary>
    public static AvroName Of(string written, string? space)
    {
        int dot = written.LastIndexOf('.');
        if (dot < 0) return new AvroName(written, space is "" ? null : space);
        return new AvroName(written[(dot + 1)..], dot == 0 ? null : written[..dot]);
    }

    /// <summary>How a schema in <paramref name="space"/> calls it. A name that is also a word of Avro keeps its namespace.</summary>
    public string Within(string? space) => Space is not null && Space == space && !AvroKinds.IsWord(Name) ? Name : Full;

    /// <summary>A letter or <c>_</c>, then letters, digits and <c>_</c>. Letters of any script pass, as in Confluent's registry; the specification knows A to Z only.</summary>
    public static bool IsName(string text)
    {
        if (text.Length == 0 || !(char.IsLetter(text[0]) || text[0] == '_')) return false;
        foreach (char character in text)
            if (!char.IsLetterOrDigit(character) && character != '_') return false;
        return true;
    }
}
