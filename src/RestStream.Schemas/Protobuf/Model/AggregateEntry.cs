namespace RestStream.Schemas.Protobuf.Model;

/// <summary>A field of a message in text format; an extension's or an Any's name stands in brackets.</summary>
internal sealed record AggregateEntry(string Name, bool InBrackets, OptionValue Value)
{
    /// <summary>The name as it is written.</summary>
    public string Key => InBrackets ? $"[{Name}]" : Name;

    /// <summary>Makes entries of one name one with a list.</summary>
    public static IReadOnlyList<AggregateEntry> Join(IReadOnlyList<AggregateEntry> entries)
    {
        var names = entries.GroupBy(entry => entry.Key).ToList();
        if (names.Count == entries.Count) return entries;
        return [.. names.Select(same => same.Count() == 1 ? same.First() : same.First() with { Value = new OptionValue.List([.. same.SelectMany(entry => OptionValue.ItemsOf(entry.Value))]) })];
    }
}
