using System.Reflection;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Contexts, and what the registry says of itself.</summary>
internal static class ServerCalls
{
    private static readonly string Version = typeof(ServerCalls).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static ValueTask<RegistryAnswer> Alive(RegistryCall call) => new(RegistryAnswer.Object(_ => { }));

    public static ValueTask<RegistryAnswer> Contexts(RegistryCall call)
    {
        var prefix = call.Text("contextPrefix") ?? "";
        return new(RegistryAnswer.Texts(call.PageOrAll(call.Registry.Current.Contexts.Where(context => context.StartsWith(prefix, StringComparison.Ordinal))).ToList()));
    }

    public static async ValueTask<RegistryAnswer> DeleteContext(RegistryCall call)
    {
        await call.Registry.DeleteContextAsync(RegistryDispatch.ContextName(call.Path("context")), call.Aborted);
        return RegistryAnswer.NoContent;
    }

    public static ValueTask<RegistryAnswer> ClusterId(RegistryCall call) => new(RegistryAnswer.Object(json =>
    {
        json.WriteString("id"u8, "");
        json.WriteStartObject("scope"u8);
        json.WriteStartArray("path"u8);
        json.WriteEndArray();
        json.WriteStartObject("clusters"u8);
        json.WriteString("kafka-cluster"u8, "reststream");
        json.WriteString("schema-registry-cluster"u8, "schema-registry");
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    public static ValueTask<RegistryAnswer> ServerVersion(RegistryCall call)
    {
        var (version, commit) = (call.Options.Compat == 8 ? "8.0.0" : "7.9.10", Version.Split('+') is [_, var hash] ? hash : "");
        return new(RegistryAnswer.Object(json =>
        {
            json.WriteString("version"u8, version);
            json.WriteString("commitId"u8, commit);
        }));
    }

    public static ValueTask<RegistryAnswer> Deployment(RegistryCall call) => new(RegistryAnswer.Object(json =>
    {
        json.WriteStartObject("attributes"u8);
        json.WriteEndObject();
    }));

    public static ValueTask<RegistryAnswer> NotServed(RegistryCall call) => throw new RegistryException(RegistryErrorCode.NotFound, "HTTP 404 Not Found");
}
