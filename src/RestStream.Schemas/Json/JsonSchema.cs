using System.Globalization;
using RestStream.Schemas.Json.Validation;
using RestStream.Schemas.Json.Validation.Compilation;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json;

/// <summary>
/// A JSON Schema (drafts 4, 6, 7, 2019-09 and 2020-12), compiled once to check many records straight from their UTF-8 bytes.
/// Immutable, thread-safe. Nothing is ever fetched.
/// </summary>
public sealed class JsonSchema
{
    private readonly JsonSchemaOptions _options;
    private readonly SchemaNode _root;
    private readonly bool _tracksScope;

    private JsonSchema(JsonSchemaOptions options, SchemaNode root, bool tracksScope)
    {
        _options = options;
        _root = root;
        _tracksScope = tracksScope;
    }

    /// <summary>Compiles a schema that refers to nothing but itself and meta-schemas.</summary>
    /// <param name="text">Its JSON text.</param>
    /// <param name="options">Bounds, the default draft, and whether formats refuse values.</param>
    /// <exception cref="SchemaException">It is no schema, refers to what is not given, or goes beyond a bound; the place is a JSON Pointer.</exception>
    public static JsonSchema Compile(string text, JsonSchemaOptions options) => Compile(text, options, (IReadOnlyDictionary<string, string>?)null);

    /// <summary>Compiles a schema.</summary>
    /// <param name="text">Its JSON text.</param>
    /// <param name="options">Bounds, the default draft, and whether formats refuse values.</param>
    /// <param name="documentsByUri">All documents that it may refer to, by URI or by the names that its references use; the meta-schemas are known.</param>
    /// <exception cref="SchemaException">It is no schema, refers to what is not given, or goes beyond a bound; the place is a JSON Pointer.</exception>
    public static JsonSchema Compile(string text, JsonSchemaOptions options, IReadOnlyDictionary<string, string>? documentsByUri)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        return Compile(text, options, documentsByUri is null ? [] : GivenDocument.Of(documentsByUri));
    }

    /// <summary>Compiles a schema whose references stand for what is given, and so do theirs: a name means what its user says that it does.</summary>
    /// <param name="text">Its JSON text.</param>
    /// <param name="options">Bounds, the default draft, and whether formats refuse values.</param>
    /// <param name="references">What it refers to.</param>
    /// <exception cref="SchemaException">It is no schema, refers to what is not given, or goes beyond a bound; the place is a JSON Pointer.</exception>
    public static JsonSchema Compile(string text, JsonSchemaOptions options, IReadOnlyList<ResolvedReference> references)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(references);
        return Compile(text, options, GivenDocument.Of(references));
    }

    private static JsonSchema Compile(string text, JsonSchemaOptions options, Dictionary<string, GivenDocument> uses)
    {
        var (root, tracksScope) = SchemaCompiler.Compile(text, options, uses);
        return new JsonSchema(options, root, tracksScope);
    }

    /// <summary>Whether a record fits. Allocates nothing for a record that does, by the common keywords.</summary>
    /// <param name="utf8">Its JSON text.</param>
    public ValidationVerdict Check(ReadOnlySpan<byte> utf8) => Check(utf8, out _);

    /// <summary>Whether a record fits, and at which bound that was given up.</summary>
    /// <param name="utf8">Its JSON text.</param>
    /// <param name="reached">The bound, for <see cref="ValidationVerdict.LimitExceeded"/>.</param>
    public ValidationVerdict Check(ReadOnlySpan<byte> utf8, out ValidationLimit reached)
    {
        var memory = EvaluationMemory.Rent();
        try
        {
            var fault = Tokenizer.Read(utf8, memory.Buffer, _options.MaxDepth, out _);
            reached = LimitOf(fault);
            if (fault != TapeFault.None) return VerdictOf(fault);
            var run = new Evaluation(memory.Buffer.Over(utf8), memory, _options, _tracksScope);
            var fits = run.Fits(_root, 0);
            reached = run.Reached;
            if (run.IsOverLimit) return ValidationVerdict.LimitExceeded;
            return fits ? ValidationVerdict.Valid : ValidationVerdict.Invalid;
        }
        finally
        {
            memory.Return();
        }
    }

    /// <summary>Whether a record fits, and why not. Slower than a check: meant for records that did not pass it.</summary>
    /// <param name="utf8">Its JSON text.</param>
    /// <param name="maxErrors">How many reasons at most; <see cref="int.MaxValue"/> for all that are found within the bounds.</param>
    public ValidationReport Validate(ReadOnlySpan<byte> utf8, int maxErrors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxErrors, 1);
        var memory = EvaluationMemory.Rent();
        try
        {
            var fault = Tokenizer.Read(utf8, memory.Buffer, _options.MaxDepth, out var faultAt);
            return fault == TapeFault.None ? Explain(utf8, memory, maxErrors) : Report(fault, faultAt);
        }
        finally
        {
            memory.Return();
        }
    }

    /// <summary>What a record does that goes beyond a bound, in words that follow its name.</summary>
    public string Describe(ValidationLimit reached) => reached switch
    {
        ValidationLimit.Depth => $"is nested deeper than {_options.MaxDepth} levels",
        ValidationLimit.Size => "has more values than can be checked",
        ValidationLimit.EvaluationDepth => $"leads through more than {_options.MaxEvaluationDepth} subschemas in one another",
        ValidationLimit.Steps => $"takes more than {_options.MaxSteps} steps to check",
        _ => string.Create(CultureInfo.InvariantCulture, $"takes longer than {_options.MaxTime.TotalMilliseconds:0.###} ms to check"),
    };

    private ValidationReport Explain(ReadOnlySpan<byte> utf8, EvaluationMemory memory, int maxErrors)
    {
        var run = new Evaluation(memory.Buffer.Over(utf8), memory, _options, _tracksScope);
        var findings = new Findings(maxErrors);
        findings.Explain(ref run, 0, _root);
        if (run.IsOverLimit && findings.Count == 0) return new ValidationReport(ValidationVerdict.LimitExceeded, [new ValidationError("", "", Describe(run.Reached))]);
        return new ValidationReport(findings.Count == 0 ? ValidationVerdict.Valid : ValidationVerdict.Invalid, findings.Errors);
    }

    private static ValidationVerdict VerdictOf(TapeFault fault) => fault == TapeFault.NotJson ? ValidationVerdict.Invalid : ValidationVerdict.LimitExceeded;

    private static ValidationLimit LimitOf(TapeFault fault) => fault switch
    {
        TapeFault.TooDeep => ValidationLimit.Depth,
        TapeFault.TooLarge => ValidationLimit.Size,
        _ => ValidationLimit.None,
    };

    private ValidationReport Report(TapeFault fault, int at)
    {
        var message = fault == TapeFault.NotJson ? $"is no JSON text: it cannot be read at byte {at}" : Describe(LimitOf(fault));
        return new ValidationReport(VerdictOf(fault), [new ValidationError("", "", message)]);
    }
}
