using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>What a registration would say.</summary>
internal static class CompatibilityCalls
{
    public static async ValueTask<RegistryAnswer> WithVersion(RegistryCall call)
    {
        var version = call.Version();
        var draft = await call.BodyAsync(SubjectCalls.Draft);
        return Answer(call, call.Registry.Check(call.Subject(), version, draft, call.Flag("normalize")));
    }

    public static async ValueTask<RegistryAnswer> WithAll(RegistryCall call)
    {
        var draft = await call.BodyAsync(SubjectCalls.Draft);
        return Answer(call, call.Registry.Check(call.Subject(), draft, call.Flag("normalize")));
    }

    /// <summary>How a version differs from another, in words.</summary>
    public static ValueTask<RegistryAnswer> Differences(RegistryCall call)
    {
        var differences = call.Registry.Differences(call.Subject(), call.Version(), call.VersionParameter("from"));
        return new(RegistryAnswer.List(differences, static (json, difference) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, difference.Type);
            json.WriteString("path"u8, difference.Path);
            json.WriteBoolean("isCompatible"u8, difference.IsCompatible);
            json.WriteBoolean("isCompatibleWhenLenient"u8, difference.IsCompatibleWhenLenient);
            json.WriteString("description"u8, difference.Description);
            json.WriteEndObject();
        }));
    }

    private static RegistryAnswer Answer(RegistryCall call, CompatibilityReport report) => RegistryAnswer.Object(json =>
    {
        json.WriteBoolean("is_compatible"u8, report.IsCompatible);
        if (!call.Flag("verbose") || report.Messages.Count == 0) return;
        json.WriteStartArray("messages"u8);
        foreach (var message in report.Messages) json.WriteStringValue(message);
        json.WriteEndArray();
    });
}
