using RestStream.Schemas.Json.Compatibility.Model;
using RestStream.Schemas.Json.Text;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>Words for differences of properties, items and combinations.</summary>
internal static partial class DifferenceWords
{
    private const string LenientPasses = "or the policy LENIENT, which lets this pass";

    private static string? Property(DifferenceType type, string name, string old, string @new) => type switch
    {
        RequiredAttributeAdded => $"the reader demands '{name}' and the writer may have left it out. "
            + "Accepted: not required, or required with a default.",
        RequiredAttributeWithDefaultAdded => $"the reader demands '{name}' and has a default for records without it.",
        RequiredAttributeRemoved => $"the writer always wrote '{name}' and the reader does not demand it.",
        RequiredPropertyAddedToOpenContentModel => $"the reader demands '{name}', which the writer does not know. "
            + "Accepted: not required, and {} as its schema.",
        RequiredPropertyWithDefaultAddedToOpenContentModel or OptionalPropertyAddedToOpenContentModel =>
            $"the reader knows '{name}' as {@new}. The writer does not, but lets records hold anything under other names, so '{name}' may be "
            + $"something else there. Accepted: {{}} as its schema, or a writer with additionalProperties false, {LenientPasses}.",
        PropertyWithEmptySchemaAddedToOpenContentModel => $"the reader knows '{name}' and accepts anything there, as the writer does.",
        RequiredPropertyAddedToUnopenContentModel => $"the reader demands '{name}', which the writer does not know. "
            + "Accepted: not required, or required with a default.",
        RequiredPropertyWithDefaultAddedToUnopenContentModel =>
            $"the reader demands '{name}', which the writer does not know, and has a default for records without it.",
        OptionalPropertyAddedToUnopenContentModel => $"the reader knows '{name}' and does not demand it.",
        PropertyRemovedFromOpenContentModel => $"the reader does not know '{name}' and accepts anything under other names.",
        PropertyWithFalseRemovedFromClosedContentModel => $"the writer never wrote '{name}' and the reader does not know it.",
        PropertyRemovedFromClosedContentModel => $"the writer may have written '{name}', which the reader does not know, and the reader refuses "
            + $"what it does not know. Accepted: keep '{name}', or additionalProperties not false, {LenientPasses}.",
        PropertyRemovedIsCoveredByPartiallyOpenContentModel => $"the reader does not know '{name}' and accepts it as {@new}.",
        PropertyRemovedNotCoveredByPartiallyOpenContentModel => $"the writer has '{name}' as {old}, which the reader accepts only as {@new}. "
            + $"Accepted: keep '{name}', {LenientPasses}.",
        PropertyAddedIsCoveredByPartiallyOpenContentModel => $"the writer kept '{name}' to {old}, which the reader accepts.",
        PropertyAddedNotCoveredByPartiallyOpenContentModel => $"the writer may have written '{name}' as {old}, and the reader demands {@new}. "
            + $"Accepted: {old}, {LenientPasses}.",
        _ => null,
    };

    private static string? Item(DifferenceType type, string name, string old, string @new) => type switch
    {
        ItemAddedToOpenContentModel => $"the reader demands {@new} as item {name}, where the writer may have written anything. "
            + "Accepted: {} as its schema, or a writer that allows no further items.",
        ItemWithEmptySchemaAddedToOpenContentModel => $"the reader names item {name} and accepts anything there, as the writer does.",
        ItemAddedToClosedContentModel => $"the reader knows an item {name}, which the writer never wrote.",
        ItemRemovedFromOpenContentModel => $"the reader does not know item {name} and accepts anything after the items it knows.",
        ItemWithFalseRemovedFromClosedContentModel => $"the writer never wrote item {name} and the reader does not know it.",
        ItemRemovedFromClosedContentModel => $"the writer may have written item {name}, and the reader refuses items that it does not know. "
            + "Accepted: keep the item, or allow further ones.",
        ItemRemovedIsCoveredByPartiallyOpenContentModel => $"the reader does not know item {name} and accepts it as {@new}.",
        ItemRemovedNotCoveredByPartiallyOpenContentModel =>
            $"the writer has item {name} as {old}, which the reader accepts only as {@new}. Accepted: keep the item.",
        ItemAddedIsCoveredByPartiallyOpenContentModel => $"the writer kept item {name} to {old}, which the reader accepts.",
        ItemAddedNotCoveredByPartiallyOpenContentModel =>
            $"the writer may have written item {name} as {old}, and the reader demands {@new}. Accepted: {old}.",
        _ => null,
    };

    private static string? Rest(DifferenceType type, string name, string old, string @new) => type switch
    {
        AdditionalPropertiesAdded or AdditionalItemsAdded or UnevaluatedPropertiesAdded or UnevaluatedItemsAdded =>
            $"{name} is false for the writer, and the reader allows more.",
        AdditionalPropertiesRemoved or UnevaluatedPropertiesRemoved =>
            $"{name} is false for the reader, and the writer may have written what the reader does not know. "
            + $"Accepted: {name} not false, {LenientPasses}.",
        AdditionalItemsRemoved or UnevaluatedItemsRemoved =>
            $"{name} is false for the reader, and the writer may have written more items. Accepted: {name} not false.",
        AdditionalPropertiesExtended or AdditionalItemsExtended or UnevaluatedPropertiesExtended or UnevaluatedItemsExtended =>
            $"{name} is {old} for the writer, and the reader allows anything.",
        AdditionalPropertiesNarrowed or UnevaluatedPropertiesNarrowed =>
            $"{name} is {@new} for the reader, and the writer may have written anything. Accepted: no {name}, {LenientPasses}.",
        AdditionalItemsNarrowed or UnevaluatedItemsNarrowed =>
            $"{name} is {@new} for the reader, and the writer may have written anything. Accepted: no {name}.",
        _ => null,
    };

    private static string? Combined(DifferenceType type, Difference difference)
    {
        var (old, @new) = (Shape(difference.Old), Shape(difference.New));
        return type switch
        {
            EnumArrayExtended => $"the reader accepts {Values(difference.New)}, among them all of the writer's {Values(difference.Old)}.",
            EnumArrayNarrowed or EnumArrayChanged => $"the writer may have written {Missing(difference)}, and the reader accepts only "
                + $"{Values(difference.New)}. Accepted: all of the writer's values, or more.",
            TypeChanged => $"the writer has {old} and the reader {@new}, which does not accept it. "
                + "Accepted: what the writer has, alone or as one branch of anyOf or oneOf.",
            CombinedTypeExtended => $"the writer has {old} and the reader {@new}, which accepts as much or more.",
            CombinedTypeChanged => $"the writer has {old} and the reader {@new}, which accepts less. "
                + "Accepted: the writer's keyword, or anyOf.",
            CombinedTypeSubschemasChanged => $"the writer has {old} and the reader {@new}, and they do not fit each other one by one. "
                + "Accepted: every subschema of the side with fewer has one of its own on the other side that it fits.",
            ProductTypeExtended => $"the writer has {old} and the reader {@new}, which demands more. Accepted: no more of them than the writer has.",
            ProductTypeNarrowed => $"the writer has {old} and the reader {@new}, which demands less.",
            SumTypeExtended => $"the writer has {old} and the reader {@new}, which accepts more.",
            SumTypeNarrowed => $"the writer has {old} and the reader only {@new}. Accepted: all of the writer's branches, or more.",
            NotTypeExtended => $"the reader forbids {Forbidden(difference.New)}, the writer only {Forbidden(difference.Old)}. "
                + "Accepted: to forbid the same or less.",
            NotTypeNarrowed => $"the reader forbids {Forbidden(difference.New)}, the writer as much or more: {Forbidden(difference.Old)}.",
            _ => null,
        };
    }

    private static string Shape(object? value) => (value as SchemaNode)?.Target switch
    {
        CombinedNode { IsSingle: true } node => $"{node.Criterion} of one schema",
        CombinedNode node => $"{node.Criterion} of {node.Subschemas.Count} schemas",
        NumberNode { IsInteger: true } => "type integer",
        StringNode or NumberNode or ObjectNode or ArrayNode or PlainNode { Kind: PlainNode.Boolean or PlainNode.Null } => $"type {KindOf(value)}",
        ValuesNode node => $"{node.Kind} {Values(node)}",
        NotNode node => $"not {Shown(node.Forbidden)}",
        PlainNode node => node.Kind,
        _ => Shown(value),
    };

    private static string KindOf(object? value) => ((SchemaNode)value!).Kind;

    private static string Missing(Difference difference)
    {
        if (difference is not { Old: ValuesNode old, New: ValuesNode @new }) return Values(difference.Old);
        var missing = old.Values.Where(value => !@new.Texts.Contains(JsonTreeWriter.WriteUnique(value)));
        return Shown(string.Join(", ", missing));
    }

    private static string Values(object? value) =>
        value is ValuesNode node ? Shown(string.Join(", ", node.Values)) : Shown(value);

    private static string Forbidden(object? value) => value is NotNode node ? Shown(node.Forbidden) : Shown(value);
}
