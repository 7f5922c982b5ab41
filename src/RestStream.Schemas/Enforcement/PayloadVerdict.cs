namespace RestStream.Schemas.Enforcement;

/// <summary>What a schema says of a payload.</summary>
internal enum PayloadVerdict
{
    /// <summary>It fits.</summary>
    Fits,

    /// <summary>It does not fit.</summary>
    DoesNotFit,

    /// <summary>To find out would take more than it may.</summary>
    LimitExceeded,
}
