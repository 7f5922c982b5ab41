namespace RestStream.Schemas.Enforcement;

/// <summary>What says which schema a stored record has.</summary>
public enum SchemaOrigin
{
    /// <summary>The id in front of its payload.</summary>
    Prefix,

    /// <summary>The header that its producer or a stamp gave it.</summary>
    Header,

    /// <summary>The version that its topic is pinned to.</summary>
    Pinned,
}
