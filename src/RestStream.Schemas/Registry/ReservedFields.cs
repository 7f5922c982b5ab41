namespace RestStream.Schemas.Registry;

/// <summary>Names of fields that a subject keeps free: the property <c>confluent:reserved</c> of the metadata lists them with commas. They count where the config says <c>validateFields</c>.</summary>
internal static class ReservedFields
{
    private const string Property = "confluent:reserved";

    /// <summary>What a new version breaks: it takes a name that is reserved, or gives one up that the newest version reserves.</summary>
    public static IReadOnlyList<string> WhyNot(Candidate candidate, SchemaMetadata? newest)
    {
        var reserved = Of(candidate.Metadata);
        return
        [
            .. Of(newest).Except(reserved).Select(name => $"{{errorType:'RESERVED_FIELD_REMOVED', description:'The newest version reserves field \'{Refusals.Shown(name)}\' in {Property}, the new one does not'}}"),
            .. candidate.Parsed.TopLevelFields.Intersect(reserved).Select(name => $"{{errorType:'FIELD_CONFLICTS_WITH_RESERVED_FIELD', description:'Field \'{Refusals.Shown(name)}\' is reserved in {Property}'}}"),
        ];
    }

    private static string[] Of(SchemaMetadata? metadata) =>
        metadata?.Properties.TryGetValue(Property, out var names) is true ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
}
