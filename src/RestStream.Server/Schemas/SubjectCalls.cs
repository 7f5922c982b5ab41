using System.Text.Json;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Subjects and their versions.</summary>
internal static class SubjectCalls
{
    public static ValueTask<RegistryAnswer> List(RegistryCall call)
    {
        var (deleted, deletedOnly) = (call.Flag("deleted"), call.Flag("deletedOnly"));
        var subjects = call.Registry.Current.SubjectsOf(Prefix(call)).Where(subject => deletedOnly ? subject.Latest is null : deleted || subject.Latest is not null);
        return new(RegistryAnswer.Texts(call.PageOrAll(subjects).Select(subject => subject.Name).ToList()));
    }

    public static async ValueTask<RegistryAnswer> Register(RegistryCall call)
    {
        var draft = await call.BodyAsync(json => InlineTags.Required(json, Draft(json), Newest(call)));
        var version = await call.Registry.RegisterAsync(call.Subject(), draft, call.Flag("normalize"), call.Flag("force"), call.Aborted);
        if (call.Options.Compat == 8) return new(json => SchemaJson.WriteVersion(json, call, version));
        return RegistryAnswer.Object(json =>
        {
            json.WriteNumber("id"u8, version.Schema.Id);
            json.WriteNumber("version"u8, version.Version);
            json.WriteString("guid"u8, version.Schema.Guid);
        });
    }

    /// <summary>A new version with the text of one and other metadata or rules.</summary>
    public static async ValueTask<RegistryAnswer> ChangeTags(RegistryCall call)
    {
        var today = call.Registry.GetVersion(call.Subject(), call.Version(), includesDeleted: false);
        var draft = await call.BodyAsync(json => TagChange.Draft(json, today.Schema, Newest(call)?.RuleSet));
        var version = await call.Registry.RegisterAsync(call.Subject(), draft, normalize: false, force: false, call.Aborted);
        return new(json => SchemaJson.WriteVersion(json, call, version));
    }

    public static async ValueTask<RegistryAnswer> LookUp(RegistryCall call)
    {
        var draft = await call.BodyAsync(Draft);
        var found = call.Registry.LookUp(call.Subject(), draft, call.Flag("normalize"), call.Flag("deleted"));
        return new(json => SchemaJson.WriteVersion(json, call, found));
    }

    public static ValueTask<RegistryAnswer> ListVersions(RegistryCall call)
    {
        var (deleted, deletedOnly, asNegative) = (call.Flag("deleted"), call.Flag("deletedOnly"), call.Flag("deletedAsNegative"));
        var versions = Require(call).VersionsOf(deleted || asNegative, deletedOnly).ToList();
        if (versions.Count == 0) throw new RegistryException(RegistryErrorCode.SubjectNotFound, $"Subject '{call.Subject()}' not found.");
        return new(RegistryAnswer.Numbers(call.PageOrAll(versions).Select(version => asNegative && version.IsDeleted ? -version.Version : version.Version)));
    }

    public static ValueTask<RegistryAnswer> GetVersion(RegistryCall call)
    {
        var version = Find(call);
        return new(new RegistryAnswer(json => SchemaJson.WriteVersion(json, call, version)));
    }

    public static ValueTask<RegistryAnswer> GetText(RegistryCall call) => new(RegistryAnswer.Raw(SchemaJson.TextOf(call, Find(call).Schema)));

    public static ValueTask<RegistryAnswer> ReferencedBy(RegistryCall call)
    {
        var snapshot = call.Registry.Current;
        var version = call.Registry.GetVersion(call.Subject(), call.Version(), includesDeleted: true);
        return new(RegistryAnswer.Numbers(call.PageOrAll(snapshot.ReferrersOf(version, call.Flag("deleted"))).ToList()));
    }

    /// <summary>The newest version whose properties hold all pairs of <c>key</c> and <c>value</c>.</summary>
    public static ValueTask<RegistryAnswer> FindByMetadata(RegistryCall call)
    {
        // What has no counterpart is left out.
        var pairs = call.Texts("key").Zip(call.Texts("value")).ToList();
        var versions = Require(call).VersionsOf(call.Flag("deleted"), deletedOnly: false).Reverse().ToList();
        if (versions.Count == 0) throw new RegistryException(RegistryErrorCode.SubjectNotFound, $"Subject '{call.Subject()}' not found.");
        var found = versions.FirstOrDefault(version => version.Schema.Metadata is { Properties: { IsEmpty: false } has } && pairs.All(pair => has.GetValueOrDefault(pair.First) == pair.Second));
        if (found is null) throw new RegistryException(RegistryErrorCode.SchemaNotFound, "Schema not found");
        return new(new RegistryAnswer(json => SchemaJson.WriteVersion(json, call, found)));
    }

    public static async ValueTask<RegistryAnswer> Delete(RegistryCall call) =>
        RegistryAnswer.Numbers(await call.Registry.DeleteSubjectAsync(call.Subject(), call.Flag("permanent"), call.Aborted));

    public static async ValueTask<RegistryAnswer> DeleteVersion(RegistryCall call) =>
        RegistryAnswer.Number(await call.Registry.DeleteVersionAsync(call.Subject(), call.Version(), call.Flag("permanent"), call.Aborted));

    /// <summary>A schema as a body gives it.</summary>
    public static SchemaDraft Draft(JsonElement json) => new()
    {
        Text = RegistryJson.Text(json, "schema"),
        TypeName = RegistryJson.Text(json, "schemaType"),
        References = RegistryJson.References(json),
        Metadata = RegistryJson.Metadata(json, "metadata"),
        RuleSet = RegistryJson.RuleSet(json, "ruleSet"),
        Version = RegistryJson.Integer(json, "version"),
        Id = RegistryJson.Integer(json, "id"),
    };

    /// <summary>The beginning of the names that a list shows: all contexts, or what the path or the parameter says.</summary>
    public static string Prefix(RegistryCall call)
    {
        var prefix = call.Text("subjectPrefix");
        if (call.Context == QualifiedSubject.DefaultContext) return prefix ?? (call.HasParameter("subjectPrefix") ? "" : QualifiedSubject.Wildcard);
        return new QualifiedSubject(call.Context, "").Qualify(prefix ?? "");
    }

    private static RegisteredVersion Find(RegistryCall call) => call.Registry.GetVersion(call.Subject(), call.Version(), call.Flag("deleted"));

    private static StoredSchema? Newest(RegistryCall call)
    {
        var snapshot = call.Registry.Current;
        return snapshot.Subject(snapshot.Resolve(call.Subject()))?.Latest?.Schema;
    }

    private static RegisteredSubject Require(RegistryCall call)
    {
        var snapshot = call.Registry.Current;
        return snapshot.Subject(snapshot.Resolve(call.Subject())) ?? throw new RegistryException(RegistryErrorCode.SubjectNotFound, $"Subject '{call.Subject()}' not found.");
    }
}
