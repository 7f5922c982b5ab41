namespace RestStream.Schemas.Enforcement;

/// <summary>How a record names its schema.</summary>
internal enum WireFormKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the id behind the magic byte.</summary>
    Id,

    /// <summary>By the guid in a header.</summary>
    Guid,

    /// <summary>By a header that cannot be read.</summary>
    Unreadable,
}
