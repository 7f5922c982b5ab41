using RestStream.Schemas;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Schemas by id and guid, and all of them.</summary>
internal static class SchemaCalls
{
    public static ValueTask<RegistryAnswer> List(RegistryCall call)
    {
        var (deleted, latestOnly, snapshot) = (call.Flag("deleted"), call.Flag("latestOnly"), call.Registry.Current);
        var versions = snapshot.SubjectsOf(SubjectCalls.Prefix(call)).SelectMany(subject => latestOnly ? Newest(subject, deleted) : subject.VersionsOf(deleted, deletedOnly: false));
        if (call.Text("ruleType") is { } type) versions = versions.Where(version => version.Schema.RuleSet?.HasType(type) is true);
        var aliases = call.Flag("aliases") ? snapshot.AliasesBySubject() : null;
        return new(RegistryAnswer.List(call.Page(versions).ToList(), (json, version) => SchemaJson.WriteEntry(json, call, version, aliases?.GetValueOrDefault(version.Subject))));
    }

    public static ValueTask<RegistryAnswer> Types(RegistryCall call) => new(RegistryAnswer.Texts(call.Registry.Types.Select(SchemaTypes.NameOf)));

    public static ValueTask<RegistryAnswer> Get(RegistryCall call)
    {
        var (snapshot, subject) = (call.Registry.Current, call.SubjectParameter());
        var uses = snapshot.RequireById(call.Id(), subject);
        return new(new RegistryAnswer(json => SchemaJson.WriteSchema(json, call, snapshot, uses, subject)));
    }

    public static ValueTask<RegistryAnswer> GetText(RegistryCall call) => new(RegistryAnswer.Raw(SchemaJson.TextOf(call, Require(call).Schema)));

    public static ValueTask<RegistryAnswer> Subjects(RegistryCall call) => new(RegistryAnswer.Texts(call.PageOrAll(Uses(call).Select(use => use.Subject).Distinct()).ToList()));

    public static ValueTask<RegistryAnswer> Versions(RegistryCall call) => new(RegistryAnswer.List(call.PageOrAll(Uses(call)).ToList(), (json, use) =>
    {
        json.WriteStartObject();
        json.WriteString("subject"u8, use.Subject);
        json.WriteNumber("version"u8, use.Version);
        json.WriteEndObject();
    }));

    public static ValueTask<RegistryAnswer> GetByGuid(RegistryCall call)
    {
        var snapshot = call.Registry.Current;
        var uses = ByGuid(call, snapshot)[0];
        return new(new RegistryAnswer(json => SchemaJson.WriteSchema(json, call, snapshot, uses, "")));
    }

    public static ValueTask<RegistryAnswer> IdsOfGuid(RegistryCall call) => new(RegistryAnswer.List(ByGuid(call, call.Registry.Current), (json, uses) =>
    {
        json.WriteStartObject();
        json.WriteString("context"u8, uses.Schema.Context);
        json.WriteNumber("id"u8, uses.Schema.Id);
        json.WriteEndObject();
    }));

    private static List<SchemaUses> ByGuid(RegistryCall call, RegistrySnapshot snapshot)
    {
        var text = call.Path("guid");
        var found = Guid.TryParse(text, out var guid) ? snapshot.ByGuid(guid).ToList() : [];
        return found.Count > 0 ? found : throw new RegistryException(RegistryErrorCode.SchemaNotFound, $"Schema {(text.Length > 50 ? text[..50] : text)} not found");
    }

    private static SchemaUses Require(RegistryCall call) => call.Registry.Current.RequireById(call.Id(), call.SubjectParameter());

    private static IEnumerable<SubjectVersion> Uses(RegistryCall call)
    {
        var (snapshot, deleted, subject) = (call.Registry.Current, call.Flag("deleted"), call.Text("subject"));
        var name = QualifiedSubject.Parse(call.SubjectParameter()).Name.Length > 0 ? call.SubjectParameter() : null;
        return Require(call).Uses.Where(use =>
            (subject is null || name is null || use.Subject == name) && (deleted || snapshot.Version(use.Subject, use.Version) is { IsDeleted: false }));
    }

    private static IEnumerable<RegisteredVersion> Newest(RegisteredSubject subject, bool deleted)
    {
        if ((deleted ? subject.Versions[^1] : subject.Latest) is { } newest) yield return newest;
    }
}
