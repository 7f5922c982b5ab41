namespace RestStream.Schemas.Json.Compatibility;

/// <summary>What a difference means for a reader of the new schema who meets records of the old one.</summary>
internal enum DifferenceVerdict
{
    /// <summary>Every record can still be read.</summary>
    Compatible,

    /// <summary>Compatible under <see cref="CompatibilityPolicy.Lenient"/> only.</summary>
    LenientOnly,

    /// <summary>Some record cannot be read.</summary>
    Incompatible,
}
