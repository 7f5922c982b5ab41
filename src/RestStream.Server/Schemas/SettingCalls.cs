using System.Text.Json;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Configs and modes of the server, of contexts and of subjects.</summary>
internal static class SettingCalls
{
    private const string LevelInAnswers = "compatibilityLevel";
    private const string LevelInRequests = "compatibility";

    public static ValueTask<RegistryAnswer> GetConfig(RegistryCall call)
    {
        var scope = call.Scope();
        var set = call.Registry.ConfigSetFor(scope);
        if (set is null && !HasDefault(call, scope))
            throw new RegistryException(RegistryErrorCode.CompatibilityNotConfigured, $"Subject '{scope}' does not have subject-level compatibility configured");
        var config = HasDefault(call, scope) ? call.Registry.Current.ConfigOf(scope) : set!;
        return new(Answer(config, LevelInAnswers));
    }

    public static async ValueTask<RegistryAnswer> PutConfig(RegistryCall call)
    {
        var change = await call.BodyAsync(json => json.Clone());
        try
        {
            return Answer(await call.Registry.ChangeConfigAsync(call.Scope(), change, call.Aborted), LevelInRequests);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new RegistryException(RegistryErrorCode.BadRequest, "The body cannot be read: " + e.Message, e);
        }
    }

    public static async ValueTask<RegistryAnswer> DeleteConfig(RegistryCall call)
    {
        var (scope, inForce) = (call.Scope(), call.Registry.Current.ConfigOf(call.Scope()));
        var deleted = await call.Registry.DeleteConfigAsync(scope, call.Aborted);
        if (deleted is null && scope.Length > 0) throw new RegistryException(RegistryErrorCode.SubjectNotFound, $"Subject '{scope}' not found.");
        return Answer(deleted ?? inForce, LevelInAnswers);
    }

    public static ValueTask<RegistryAnswer> GetMode(RegistryCall call)
    {
        var scope = call.Scope();
        var mode = HasDefault(call, scope) ? call.Registry.Current.ModeOf(scope) : call.Registry.ModeSetFor(scope);
        return mode is { } set ? new(Answer(set)) : throw new RegistryException(RegistryErrorCode.ModeNotConfigured, $"Subject '{scope}' does not have subject-level mode configured");
    }

    public static async ValueTask<RegistryAnswer> PutMode(RegistryCall call)
    {
        var name = await call.BodyAsync(json => RegistryJson.Text(json, "mode"));
        if (!RegistryNames.TryParse(name, out RegistryMode mode))
            throw new RegistryException(RegistryErrorCode.InvalidMode, $"There is no such mode. There are {string.Join(", ", Enum.GetValues<RegistryMode>().Select(RegistryNames.Of))}.");
        return Answer(await call.Registry.ChangeModeAsync(call.Scope(), mode, call.Flag("force"), call.Aborted));
    }

    public static async ValueTask<RegistryAnswer> DeleteMode(RegistryCall call)
    {
        var (scope, inForce, isRecursive) = (call.Scope(), call.Registry.Current.ModeOf(call.Scope()), call.Flag("recursive"));
        // Without a mode of its own a context may still have subjects that have one.
        if (call.Registry.ModeSetFor(scope) is null && scope.Length > 0 && !isRecursive) throw new RegistryException(RegistryErrorCode.SubjectNotFound, $"Subject '{scope}' not found.");
        var deleted = await call.Registry.DeleteModeAsync(scope, isRecursive, call.Aborted);
        return deleted is null && scope.Length > 0 ? RegistryAnswer.Object(_ => { }) : Answer(deleted ?? inForce);
    }

    // The server as a whole always has a config and a mode.
    private static bool HasDefault(RegistryCall call, string scope) => scope.Length == 0 || call.Flag("defaultToGlobal");

    private static RegistryAnswer Answer(RegistryConfig config, string levelName) => RegistryAnswer.Object(json => RegistryConfigJson.WriteMembers(json, config, levelName));

    private static RegistryAnswer Answer(RegistryMode mode) => RegistryAnswer.Object(json => json.WriteString("mode"u8, RegistryNames.Of(mode)));
}
