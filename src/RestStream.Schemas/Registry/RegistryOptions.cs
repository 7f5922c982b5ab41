namespace RestStream.Schemas.Registry;

/// <summary>The registry's limits and manners. Section <c>RestStream:Schemas</c>.</summary>
public sealed class RegistryOptions
{
    /// <summary>The major version of Confluent's registry whose behaviour counts where they differ: 7 (7.9.10) or 8.</summary>
    public int Compat { get; set; } = 7;

    /// <summary>The largest schema, in bytes of UTF-8; beyond it 42209.</summary>
    public int MaxSchemaBytes { get; set; } = 1 << 20;

    /// <summary>The most subjects, soft-deleted ones included.</summary>
    public int MaxSubjects { get; set; } = 1_000_000;

    /// <summary>The most versions of one subject, soft-deleted ones included.</summary>
    public int MaxVersionsPerSubject { get; set; } = 100_000;

    /// <summary>The most references of one schema.</summary>
    public int MaxReferences { get; set; } = 1000;

    /// <summary>The most schemas that one uses, directly and not.</summary>
    public int MaxResolvedReferences { get; set; } = 5000;

    /// <summary>The most earlier versions that a transitive check compares with; with more of them it is refused (42205).</summary>
    public int MaxComparedVersions { get; set; } = 1000;

    /// <summary>How long one registration may compare with earlier versions.</summary>
    public TimeSpan MaxCompareTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most schemas that are kept parsed.</summary>
    public int MaxParsedSchemas { get; set; } = 1000;

    /// <summary>The most characters of text of the schemas that are kept parsed.</summary>
    public long MaxParsedCharacters { get; set; } = 16 << 20;

    /// <summary>The most entries of a list, and the number when <c>limit</c> is not given or larger.</summary>
    public int MaxListLimit { get; set; } = 1000;

    /// <summary>The longest name of a subject, in characters.</summary>
    public int MaxSubjectLength { get; set; } = 1000;

    /// <summary>What is out of range, one sentence each, all at once; empty when the options are good.</summary>
    public IReadOnlyList<string> Violations() => Compat is 7 or 8 ? [] : [$"{nameof(Compat)} is {Compat}; there are 7 and 8."];
}
