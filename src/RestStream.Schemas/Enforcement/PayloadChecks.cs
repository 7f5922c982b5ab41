using RestStream.Schemas.Json;

namespace RestStream.Schemas.Enforcement;

/// <summary>Makes schemas of every type ready.</summary>
internal sealed class PayloadChecks(EnforcementOptions options, IEnumerable<ISchemaProvider> providers) : IPayloadChecks
{
    private readonly Dictionary<SchemaType, ISchemaProvider> _providers = providers.DistinctBy(provider => provider.Type).ToDictionary(provider => provider.Type);
    private readonly JsonSchemaOptions _json = new()
    {
        MaxTime = options.MaxTimePerRecord,
        MaxDepth = options.MaxDepth,
        MaxSteps = options.MaxStepsPerRecord,
    };

    public PayloadCheck Make(RegisteredSchema schema, bool assertsFormats)
    {
        if (schema.Type == SchemaType.Json) return JsonPayloadCheck.Make(schema, _json with { AssertFormats = assertsFormats });
        return _providers.TryGetValue(schema.Type, out var provider)
            ? new BinaryPayloadCheck(provider.ParseStored(schema.Text, schema.Resolve()))
            : throw new SchemaException($"schemas of type {SchemaTypes.NameOf(schema.Type)} are not read here");
    }
}
