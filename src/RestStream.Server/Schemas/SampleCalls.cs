using RestStream.Schemas;

namespace RestStream.Server.Schemas;

/// <summary>Sample records of registered schemas.</summary>
internal static class SampleCalls
{
    public static async ValueTask<RegistryAnswer> Get(RegistryCall call)
    {
        var schema = call.Registry.GetVersion(call.Subject(), call.Version(), includesDeleted: false).Schema;
        if (schema.Type != SchemaType.Json) throw SchemaSamples.NotMade($"samples are made of JSON schemas, and it is one of type {SchemaTypes.NameOf(schema.Type)}");
        return RegistryAnswer.Raw(await SchemaSamples.MakeAsync(schema.Text));
    }
}
