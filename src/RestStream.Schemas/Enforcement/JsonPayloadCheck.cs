using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using RestStream.Core;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Enforcement;

/// <summary>A JSON Schema.</summary>
internal sealed class JsonPayloadCheck(JsonSchema schema, string? title) : PayloadCheck
{
    private const int MaxSchemaDepth = 256;

    public override bool TakesPlain => true;

    public override PayloadVerdict Check(in Payload payload, out string? reached)
    {
        var verdict = schema.Check(payload.Bytes, out var limit);
        reached = limit == ValidationLimit.None ? null : schema.Describe(limit);
        return verdict switch
        {
            ValidationVerdict.Valid => PayloadVerdict.Fits,
            ValidationVerdict.LimitExceeded => PayloadVerdict.LimitExceeded,
            _ => PayloadVerdict.DoesNotFit,
        };
    }

    public override IReadOnlyList<ErrorItem> Explain(in Payload payload, int maxErrors) =>
        [.. schema.Validate(payload.Bytes, maxErrors).Errors.Select(ItemOf)];

    public override bool TryWriteJson(in Payload payload, IBufferWriter<byte> json)
    {
        // The reader does not look into strings.
        if (!Utf8.IsValid(payload.Bytes)) return false;
        try
        {
            var reader = new Utf8JsonReader(payload.Bytes);
            while (reader.Read()) reader.TrySkip();
            json.Write(payload.Bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public override string? RecordName(in Payload payload) => title;

    /// <summary>Makes a schema ready.</summary>
    /// <exception cref="SchemaException">It cannot be.</exception>
    public static JsonPayloadCheck Make(RegisteredSchema schema, JsonSchemaOptions options) =>
        new(JsonSchema.Compile(schema.Text, options, schema.Resolve()), TitleOf(schema.Text));

    // What is no JSON, or over a limit, is so by no keyword.
    private static ErrorItem ItemOf(ValidationError error) =>
        new(error.InstanceLocation, error.Message) { KeywordLocation = error.KeywordLocation.Length > 0 ? error.KeywordLocation : null };

    private static string? TitleOf(string text)
    {
        using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxSchemaDepth });
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.String
            ? title.GetString()
            : null;
    }
}
