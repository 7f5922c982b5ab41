namespace RestStream.Schemas.Json;

/// <summary>How schemas are read, and what a schema and a record may cost.</summary>
public sealed record JsonSchemaOptions
{
    /// <summary>The defaults.</summary>
    public static JsonSchemaOptions Default { get; } = new();

    /// <summary>The draft of a schema whose <c>$schema</c> is absent or unknown.</summary>
    public JsonSchemaDialect DefaultDialect { get; init; } = JsonSchemaDialect.Draft7;

    /// <summary>Whether <c>format</c> refuses values; otherwise it is an annotation.</summary>
    public bool AssertFormats { get; init; }

    /// <summary>Subschemas of one schema and all that it refers to; more are a <see cref="SchemaException"/>.</summary>
    public int MaxNodes { get; init; } = 20_000;

    /// <summary>Values that <c>enum</c> and <c>const</c> of one schema and all that it refers to hold; more are a <see cref="SchemaException"/>.</summary>
    public int MaxValues { get; init; } = 100_000;

    /// <summary>Nesting of a schema's text, and steps of references and combinators that stay at one value; deeper is a <see cref="SchemaException"/>.</summary>
    public int MaxSchemaDepth { get; init; } = 128;

    /// <summary>Nesting of a record; deeper is <see cref="ValidationVerdict.LimitExceeded"/>.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Subschemas nested in one another while a record is checked; deeper is <see cref="ValidationVerdict.LimitExceeded"/>.</summary>
    public int MaxEvaluationDepth { get; init; } = 1_024;

    /// <summary>Subschemas applied to the values of one record, counted with the length of the values; more is <see cref="ValidationVerdict.LimitExceeded"/>.</summary>
    public int MaxSteps { get; init; } = 10_000_000;

    /// <summary>Time for one record; more is <see cref="ValidationVerdict.LimitExceeded"/>. Looked at from time to time, so overstepped by a little.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(1);
}
