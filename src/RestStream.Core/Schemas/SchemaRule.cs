namespace RestStream.Core.Schemas;

/// <summary>What a topic asks of the values, or of the keys, of its records. Immutable.</summary>
/// <param name="Mode">What a verdict does.</param>
public sealed record SchemaRule(SchemaMode Mode)
{
    /// <summary>The subject; null for the one that <see cref="Strategy"/> names.</summary>
    public string? Subject { get; init; }

    /// <summary>What becomes of records that are refused.</summary>
    public InvalidRecordAction OnInvalid { get; init; }

    /// <summary>The version that records must fit; null for the latest.</summary>
    public int? Version { get; init; }

    /// <summary>How subjects are called.</summary>
    public SubjectNameStrategy Strategy { get; init; }

    /// <summary>True when <c>format</c> in a JSON Schema is asserted, not only an annotation.</summary>
    public bool AssertsFormats { get; init; }

    /// <summary>True when stored records get a header that names their schema.</summary>
    public bool Stamps { get; init; }

    /// <summary>True when records pass while the subject has no schema.</summary>
    public bool AllowsMissing { get; init; }
}
