using System.Collections.Frozen;
using System.Text;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>The table of differences: Confluent's name of each, and its verdict.</summary>
internal static class DifferenceTypes
{
    private static readonly FrozenSet<DifferenceType> Compatible = new[]
    {
        IdChanged, DescriptionChanged, TitleChanged, DefaultChanged, SchemaRemoved, TypeExtended,
        MaxLengthRemoved, MaxLengthIncreased, MinLengthRemoved, MinLengthDecreased, PatternRemoved,
        MaximumRemoved, MaximumIncreased, MinimumRemoved, MinimumDecreased,
        ExclusiveMaximumRemoved, ExclusiveMaximumIncreased, ExclusiveMinimumRemoved, ExclusiveMinimumDecreased,
        MultipleOfRemoved, MultipleOfReduced,
        RequiredAttributeWithDefaultAdded, RequiredAttributeRemoved,
        MaxPropertiesRemoved, MaxPropertiesIncreased, MinPropertiesRemoved, MinPropertiesDecreased,
        AdditionalPropertiesAdded, AdditionalPropertiesExtended, UnevaluatedPropertiesAdded, UnevaluatedPropertiesExtended,
        DependencyArrayRemoved, DependencyArrayNarrowed, DependencySchemaRemoved,
        PropertyWithEmptySchemaAddedToOpenContentModel, RequiredPropertyWithDefaultAddedToUnopenContentModel,
        OptionalPropertyAddedToUnopenContentModel, PropertyRemovedFromOpenContentModel, PropertyWithFalseRemovedFromClosedContentModel,
        PropertyRemovedIsCoveredByPartiallyOpenContentModel, PropertyAddedIsCoveredByPartiallyOpenContentModel,
        MaxItemsRemoved, MaxItemsIncreased, MinItemsRemoved, MinItemsDecreased,
        MaxContainsRemoved, MaxContainsIncreased, MinContainsRemoved, MinContainsDecreased, UniqueItemsRemoved,
        AdditionalItemsAdded, AdditionalItemsExtended, UnevaluatedItemsAdded, UnevaluatedItemsExtended,
        ItemWithEmptySchemaAddedToOpenContentModel, ItemAddedToClosedContentModel, ItemRemovedFromOpenContentModel,
        ItemWithFalseRemovedFromClosedContentModel, ItemRemovedIsCoveredByPartiallyOpenContentModel,
        ItemAddedIsCoveredByPartiallyOpenContentModel,
        EnumArrayExtended, CombinedTypeExtended, ProductTypeNarrowed, SumTypeExtended, NotTypeNarrowed,
    }.ToFrozenSet();

    private static readonly FrozenSet<DifferenceType> LenientOnly = new[]
    {
        RequiredPropertyWithDefaultAddedToOpenContentModel, OptionalPropertyAddedToOpenContentModel,
        PropertyRemovedFromClosedContentModel, PropertyRemovedNotCoveredByPartiallyOpenContentModel,
        PropertyAddedNotCoveredByPartiallyOpenContentModel,
        AdditionalPropertiesRemoved, AdditionalPropertiesNarrowed, UnevaluatedPropertiesRemoved, UnevaluatedPropertiesNarrowed,
    }.ToFrozenSet();

    private static readonly FrozenDictionary<DifferenceType, string> Names =
        Enum.GetValues<DifferenceType>().ToFrozenDictionary(type => type, type => InCapitals(type.ToString()));

    /// <summary>The name that requests and answers use, as <c>PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL</c>.</summary>
    public static string NameOf(DifferenceType type) => Names[type];

    public static DifferenceVerdict VerdictOf(DifferenceType type)
    {
        if (Compatible.Contains(type)) return DifferenceVerdict.Compatible;
        return LenientOnly.Contains(type) ? DifferenceVerdict.LenientOnly : DifferenceVerdict.Incompatible;
    }

    public static bool IsCompatible(DifferenceType type, CompatibilityPolicy policy) => VerdictOf(type) switch
    {
        DifferenceVerdict.Compatible => true,
        DifferenceVerdict.LenientOnly => policy == CompatibilityPolicy.Lenient,
        _ => false,
    };

    private static string InCapitals(string name)
    {
        var text = new StringBuilder(name.Length + 10);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToUpperInvariant(c));
        }

        return text.ToString();
    }
}
