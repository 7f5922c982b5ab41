using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>The four differences of a keyword that is a limit.</summary>
internal sealed record LimitTypes(string Keyword, DifferenceType Added, DifferenceType Removed, DifferenceType Increased, DifferenceType Decreased)
{
    public static readonly LimitTypes MaxLength = new("maxLength", MaxLengthAdded, MaxLengthRemoved, MaxLengthIncreased, MaxLengthDecreased);
    public static readonly LimitTypes MinLength = new("minLength", MinLengthAdded, MinLengthRemoved, MinLengthIncreased, MinLengthDecreased);
    public static readonly LimitTypes Maximum = new("maximum", MaximumAdded, MaximumRemoved, MaximumIncreased, MaximumDecreased);
    public static readonly LimitTypes Minimum = new("minimum", MinimumAdded, MinimumRemoved, MinimumIncreased, MinimumDecreased);

    public static readonly LimitTypes ExclusiveMaximum = new(
        "exclusiveMaximum", ExclusiveMaximumAdded, ExclusiveMaximumRemoved, ExclusiveMaximumIncreased, ExclusiveMaximumDecreased);

    public static readonly LimitTypes ExclusiveMinimum = new(
        "exclusiveMinimum", ExclusiveMinimumAdded, ExclusiveMinimumRemoved, ExclusiveMinimumIncreased, ExclusiveMinimumDecreased);

    public static readonly LimitTypes MaxProperties = new(
        "maxProperties", MaxPropertiesAdded, MaxPropertiesRemoved, MaxPropertiesIncreased, MaxPropertiesDecreased);

    public static readonly LimitTypes MinProperties = new(
        "minProperties", MinPropertiesAdded, MinPropertiesRemoved, MinPropertiesIncreased, MinPropertiesDecreased);

    public static readonly LimitTypes MaxItems = new("maxItems", MaxItemsAdded, MaxItemsRemoved, MaxItemsIncreased, MaxItemsDecreased);
    public static readonly LimitTypes MinItems = new("minItems", MinItemsAdded, MinItemsRemoved, MinItemsIncreased, MinItemsDecreased);

    public static readonly LimitTypes MaxContains = new(
        "maxContains", MaxContainsAdded, MaxContainsRemoved, MaxContainsIncreased, MaxContainsDecreased);

    public static readonly LimitTypes MinContains = new(
        "minContains", MinContainsAdded, MinContainsRemoved, MinContainsIncreased, MinContainsDecreased);
}
