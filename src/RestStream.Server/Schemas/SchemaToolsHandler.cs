using System.Text;
using System.Text.Json;
using RestStream.Core;
using RestStream.Schemas;
using RestStream.Schemas.Enforcement;
using RestStream.Schemas.Json.Inference;
using RestStream.Schemas.Registry;
using RestStream.Server.Errors;

namespace RestStream.Server.Schemas;

/// <summary>Helpers for people who write schemas: a dry run, a first schema from samples. Thread-safe.</summary>
internal sealed class SchemaToolsHandler(
    SampleReader reader, ISchemaSource source, SchemaGate gate, RegistryOptions registry, EnforcementOptions limits, TimeProvider time)
{
    private static readonly ErrorItem[] NotReached = [new("", "Trying the records before it took all the time that one request's records may take; try fewer at a time.")];

    /// <summary><c>POST /v1/schemas/validate</c></summary>
    public async Task<IResult> ValidateAsync(ValidateBody body, CancellationToken cancellation)
    {
        var (trial, refused) = TrialOf(body);
        if (refused is not null) return new ProblemResult(refused);
        var (samples, problem) = await reader.ReadAsync(body);
        return problem is null ? Results.Json(Try(trial!, samples, cancellation), ApiJson.Default.ValidationView) : new ProblemResult(problem);
    }

    /// <summary><c>POST /v1/schemas/infer</c></summary>
    public async Task<IResult> InferAsync(InferBody body)
    {
        var (samples, problem) = await reader.ReadAsync(body);
        if (problem is not null) return new ProblemResult(problem);
        var inference = new SchemaInference();
        foreach (var sample in samples) inference.Add(new StoredPart { Bytes = sample.Value, HasHeader = sample.Header is not null, Header = sample.Header }.Payload);
        var skipped = samples.Count - inference.SampleCount;
        return Results.Json(new InferredView(JsonElement.Parse(inference.ToSchema()), inference.SampleCount, skipped), ApiJson.Default.InferredView);
    }

    private ValidationView Try(SchemaTrial trial, IReadOnlyList<Sample> samples, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var failed = new List<TriedRecord>();
        for (var i = 0; i < samples.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var sample = samples[i];
            var errors = time.GetElapsedTime(began) <= limits.MaxTimePerBatch
                ? trial.Try(new StoredPart { Bytes = sample.Value, HasHeader = sample.Header is not null, Header = sample.Header })
                : NotReached;
            if (errors.Count > 0) failed.Add(new TriedRecord(i, sample.Partition, sample.Offset, errors));
        }

        return new ValidationView(samples.Count, samples.Count - failed.Count, failed.Count, failed);
    }

    private (SchemaTrial? Trial, Problem? Problem) TrialOf(ValidateBody body)
    {
        try
        {
            return body.Subject is { } subject ? Registered(subject, body) : (Given(body), null);
        }
        catch (Exception e) when (e is SchemaException or JsonException or InvalidOperationException)
        {
            var detail = $"The schema cannot be used: {e.Message}";
            return (null, new Problem(HttpErrors.ValidationFailed, detail, [new ErrorItem("/schema" + ((e as SchemaException)?.Place is { } place && place.StartsWith('/') ? place : ""), detail)]));
        }
    }

    private SchemaTrial Given(ValidateBody body)
    {
        var schema = body.Schema!.Value;
        _ = SchemaTypes.TryParse(body.SchemaType ?? "JSON", out var type);
        var text = schema.ValueKind == JsonValueKind.String ? schema.GetString()! : schema.GetRawText();
        return Encoding.UTF8.GetByteCount(text) is var bytes && bytes <= registry.MaxSchemaBytes
            ? gate.Try(type, text, body.Formats == "assert")
            : throw new SchemaException($"It has {bytes} bytes; {registry.MaxSchemaBytes} are allowed.");
    }

    private (SchemaTrial? Trial, Problem? Problem) Registered(string subject, ValidateBody body)
    {
        if (source.Current?.Find(subject, body.Version) is not { } found)
            return (null, Problem.From(new Error(ErrorCode.SchemaNotFound, $"Subject '{subject}' has no {(body.Version is { } version ? $"version {version}" : "schema")}.")));
        return (gate.Try(found, body.Formats == "assert"), null);
    }
}
