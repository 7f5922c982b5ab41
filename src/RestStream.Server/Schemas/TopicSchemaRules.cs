using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Schemas;
using RestStream.Schemas.Enforcement;

namespace RestStream.Server.Schemas;

/// <summary>Turns bodies into what topics keep, and asks the registry whether that can be had.</summary>
internal static class TopicSchemaRules
{
    public static TopicSchemas Of(TopicSchemaBody body) =>
        new(RuleOf(body.IsGiven ? body : body.Value), RuleOf(body.Key));

    private static SchemaRule? RuleOf(SchemaRuleBody? body) => body is null
        ? null
        : new SchemaRule(Parse<SchemaMode>(body.Mode))
        {
            Subject = body.Subject,
            OnInvalid = Parse<InvalidRecordAction>(body.OnInvalid),
            Version = body.Version is { ValueKind: JsonValueKind.Number } version && version.GetInt32() > 0 ? version.GetInt32() : null,
            Strategy = Parse<SubjectNameStrategy>(body.Strategy),
            AssertsFormats = body.Formats == "assert",
            Stamps = body.Stamp ?? false,
            AllowsMissing = body.AllowMissing ?? false,
        };

    private static T Parse<T>(string? name) where T : struct, Enum => name is null ? default : Enum.Parse<T>(name, ignoreCase: true);
}
