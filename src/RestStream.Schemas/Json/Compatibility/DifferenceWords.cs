using RestStream.Schemas.Json.Compatibility.Model;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>
/// Says a difference in words: both values, what it means for records, and what would be accepted. "Writer" is the schema that records
/// were written with, "reader" the one that must read them, because the newer schema is one or the other by the level that is asked.
/// </summary>
internal static partial class DifferenceWords
{
    private const int MaxShownLength = 120;

    public static string Describe(Difference difference)
    {
        var (type, old, @new) = (difference.Type, Shown(difference.Old), Shown(difference.New));
        var name = NameIn(difference.Path);
        var sentence = Limit(type, name, old, @new) ?? Property(type, name, old, @new) ?? Item(type, name, old, @new)
            ?? Rest(type, name, old, @new) ?? Combined(type, difference) ?? Other(type, name, old, @new);
        return $"{PathOf(difference)}: {sentence}";
    }

    /// <summary>The place as Confluent writes it.</summary>
    public static string PathOf(Difference difference) => "#/" + difference.Path;

    private static string? Limit(DifferenceType type, string name, string old, string @new)
    {
        switch (type)
        {
            case MaxLengthAdded or MaximumAdded or ExclusiveMaximumAdded or MaxPropertiesAdded or MaxItemsAdded or MaxContainsAdded
                or MinLengthAdded or MinimumAdded or ExclusiveMinimumAdded or MinPropertiesAdded or MinItemsAdded or MinContainsAdded:
                return $"the reader sets {name} {@new} where the writer has no such limit, so records may lie beyond it. "
                    + $"Accepted: no {name} here.";
            case MaxLengthDecreased or MaximumDecreased or ExclusiveMaximumDecreased or MaxPropertiesDecreased or MaxItemsDecreased
                or MaxContainsDecreased:
                return $"{name} is {old} for the writer and only {@new} for the reader, which refuses what lies between. "
                    + $"Accepted: {name} of {old} or more, or none.";
            case MinLengthIncreased or MinimumIncreased or ExclusiveMinimumIncreased or MinPropertiesIncreased or MinItemsIncreased
                or MinContainsIncreased:
                return $"{name} is {old} for the writer and already {@new} for the reader, which refuses what lies between. "
                    + $"Accepted: {name} of {old} or less, or none.";
            case MaxLengthRemoved or MaximumRemoved or ExclusiveMaximumRemoved or MaxPropertiesRemoved or MaxItemsRemoved
                or MaxContainsRemoved or MinLengthRemoved or MinimumRemoved or ExclusiveMinimumRemoved or MinPropertiesRemoved
                or MinItemsRemoved or MinContainsRemoved:
                return $"the writer's {name} {old} is no limit for the reader, which accepts more.";
            case MaxLengthIncreased or MaximumIncreased or ExclusiveMaximumIncreased or MaxPropertiesIncreased or MaxItemsIncreased
                or MaxContainsIncreased or MinLengthDecreased or MinimumDecreased or ExclusiveMinimumDecreased or MinPropertiesDecreased
                or MinItemsDecreased or MinContainsDecreased:
                return $"{name} is {old} for the writer and {@new} for the reader, which accepts more.";
            default:
                return null;
        }
    }

    private static string? Other(DifferenceType type, string name, string old, string @new) => type switch
    {
        IdChanged => $"the identifier is {old} for the writer and {@new} for the reader. Records are not concerned.",
        TitleChanged => $"the title is {old} for the writer and {@new} for the reader. Records are not concerned.",
        DescriptionChanged => "the descriptions differ. Records are not concerned.",
        DefaultChanged => $"the default is {old} for the writer and {@new} for the reader. Records are not concerned.",
        SchemaAdded => $"the reader demands {@new} here and the writer nothing. Accepted: no schema here.",
        SchemaRemoved => $"the writer's {old} is not demanded by the reader, which accepts more.",
        TypeExtended => "the writer writes integers and the reader accepts all numbers.",
        TypeNarrowed => "the writer may have written any number and the reader accepts integers only. Accepted: type number.",
        PatternAdded => $"the reader demands the pattern {@new} and the writer none. Accepted: no pattern.",
        PatternRemoved => $"the writer's pattern {old} is not demanded by the reader, which accepts more.",
        PatternChanged => $"the pattern is {old} for the writer and {@new} for the reader; patterns are compared as texts. "
            + $"Accepted: {old}, or none.",
        MultipleOfAdded => $"the reader accepts multiples of {@new} only and the writer wrote any number. Accepted: no multipleOf.",
        MultipleOfRemoved => $"the writer wrote multiples of {old} and the reader accepts every number.",
        MultipleOfExpanded => $"the writer wrote multiples of {old}, of which the reader accepts only those of {@new}. "
            + $"Accepted: {old} or a divisor of it.",
        MultipleOfReduced => $"the writer wrote multiples of {old}, which are all multiples of the reader's {@new}.",
        MultipleOfChanged => $"the writer wrote multiples of {old}, which are not all multiples of the reader's {@new}. "
            + $"Accepted: {old} or a divisor of it.",
        UniqueItemsAdded => "the reader refuses arrays in which an item comes twice, and the writer does not. Accepted: no uniqueItems.",
        UniqueItemsRemoved => "the writer wrote each item once and the reader does not demand it.",
        DependencyArrayAdded => $"the reader demands {@new} wherever '{name}' is, and the writer does not. Accepted: no such dependency.",
        DependencyArrayRemoved => $"the writer wrote {old} wherever '{name}' is, and the reader does not demand it.",
        DependencyArrayExtended => $"where '{name}' is, the writer wrote {old} and the reader demands {@new}. Accepted: {old} or fewer.",
        DependencyArrayNarrowed => $"where '{name}' is, the writer wrote {old} and the reader demands only {@new}.",
        DependencyArrayChanged => $"where '{name}' is, the writer wrote {old} and the reader demands {@new}. Accepted: {old} or fewer.",
        DependencySchemaAdded => $"the reader demands {@new} wherever '{name}' is, and the writer does not. Accepted: no such dependency.",
        DependencySchemaRemoved => $"the writer kept to {old} wherever '{name}' is, and the reader does not demand it.",
        _ => $"the writer has {old} and the reader {@new}.",
    };

    private static string NameIn(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string Shown(object? value)
    {
        var text = value switch
        {
            null => "none",
            SchemaNode node => node.Target.Source.ToString(),
            _ => (string)value,
        };
        return text.Length <= MaxShownLength ? text : text[..(MaxShownLength - 3)] + "...";
    }
}
