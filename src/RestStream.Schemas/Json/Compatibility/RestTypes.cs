using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>The four differences of a keyword that opens, closes or narrows what is not named.</summary>
internal sealed record RestTypes(string Keyword, DifferenceType Added, DifferenceType Removed, DifferenceType Extended, DifferenceType Narrowed)
{
    public static readonly RestTypes AdditionalProperties = new(
        "additionalProperties", AdditionalPropertiesAdded, AdditionalPropertiesRemoved, AdditionalPropertiesExtended, AdditionalPropertiesNarrowed);

    public static readonly RestTypes AdditionalItems = new(
        "additionalItems", AdditionalItemsAdded, AdditionalItemsRemoved, AdditionalItemsExtended, AdditionalItemsNarrowed);

    public static readonly RestTypes UnevaluatedProperties = new(
        "unevaluatedProperties",
        UnevaluatedPropertiesAdded, UnevaluatedPropertiesRemoved, UnevaluatedPropertiesExtended, UnevaluatedPropertiesNarrowed);

    public static readonly RestTypes UnevaluatedItems = new(
        "unevaluatedItems", UnevaluatedItemsAdded, UnevaluatedItemsRemoved, UnevaluatedItemsExtended, UnevaluatedItemsNarrowed);
}
