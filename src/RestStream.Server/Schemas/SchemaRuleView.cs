using System.Globalization;
using System.Text.Json;
using RestStream.Core.Schemas;
using RestStream.Schemas;
using RestStream.Schemas.Enforcement;

namespace RestStream.Server.Schemas;

/// <summary>A rule as it is shown.</summary>
/// <param name="Mode"><c>off</c>, <c>warn</c> or <c>enforce</c>.</param>
/// <param name="Subject">The subject in force; null when each record's type names it.</param>
/// <param name="OnInvalid"><c>reject</c> or <c>deadLetter</c>.</param>
/// <param name="Version"><c>latest</c>, or the number of the version.</param>
/// <param name="Strategy">How subjects are called.</param>
/// <param name="Formats"><c>annotate</c> or <c>assert</c>.</param>
/// <param name="Stamp">Whether stored records get the header that names their schema.</param>
/// <param name="AllowMissing">Whether records pass while the subject has no schema.</param>
/// <param name="Schema">The version that records must fit now; null when there is none.</param>
internal sealed record SchemaRuleView(
    string Mode, string? Subject, string OnInvalid, JsonElement Version, string Strategy, string Formats, bool Stamp, bool AllowMissing, SchemaVersionView? Schema)
{
    public static SchemaRuleView? Of(SchemaRule? rule, string? subject, RegisteredSchema? schema) => rule is null
        ? null
        : new(
            Camel(rule.Mode), subject, Camel(rule.OnInvalid), JsonElement.Parse(rule.Version?.ToString(CultureInfo.InvariantCulture) ?? "\"latest\""), rule.Strategy.ToString(),
            rule.AssertsFormats ? "assert" : "annotate", rule.Stamps, rule.AllowsMissing,
            schema is null ? null : new SchemaVersionView(schema.Subject, schema.Version, schema.Id, schema.Guid, SchemaTypes.NameOf(schema.Type)));

    private static string Camel(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
