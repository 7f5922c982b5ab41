using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>What a registration would say.</summary>
internal static class CompatibilityCalls
{
    public static async ValueTask<RegistryAnswer> WithVersion(RegistryCall call)
    {
        var version = call.Version();
        var draft = await call.BodyAsync(SubjectCalls.Draft);
        return Answer(call, () => call.Registry.Check(call.Subject(), version, draft, call.Flag("normalize")));
    }

    public static async ValueTask<RegistryAnswer> WithAll(RegistryCall call)
    {
        var draft = await call.BodyAsync(SubjectCalls.Draft);
        return Answer(call, () => call.Registry.Check(call.Subject(), draft, call.Flag("normalize")));
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

    private static RegistryAnswer Answer(RegistryCall call, Func<CompatibilityReport> check)
    {
        var isVerbose = call.Flag("verbose");
        var report = Run(check, isVerbose);
        return RegistryAnswer.Object(json =>
        {
            json.WriteBoolean("is_compatible"u8, report.IsCompatible);
            if (!isVerbose) return;
            json.WriteStartArray("messages"u8);
            foreach (var message in report.Messages) json.WriteStringValue(message);
            json.WriteEndArray();
        });
    }

    // Who asks for messages gets what is wrong with the schema as one of them.
    private static CompatibilityReport Run(Func<CompatibilityReport> check, bool isVerbose)
    {
        try
        {
            return check();
        }
        catch (RegistryException e) when (isVerbose && e.Code == RegistryErrorCode.InvalidSchema)
        {
            return new(false, [e.Message]);
        }
    }
}
