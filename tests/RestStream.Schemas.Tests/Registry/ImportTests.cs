using RestStream.Schemas.Avro;
using RestStream.Schemas.Json;
using RestStream.Schemas.Protobuf;
using RestStream.Schemas.Registry;
using static RestStream.Schemas.Tests.Registry.TestRegistry;

namespace RestStream.Schemas.Tests.Registry;

/// <summary>What was stored elsewhere, by rules that are not these, is kept and goes on.</summary>
public sealed class ImportTests : IDisposable
{
    private const string BadDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"],"default":0}]}""";
    private const string GoodDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"],"default":null}]}""";
    private readonly MemoryTopic _topic = new();
    private SchemaRegistry _registry;

    public ImportTests() => _registry = Open();

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task DefaultThatDoesNotFit_IsRefusedInNewSchemas_UnlessTheConfigSaysOtherwise()
    {
        var refusal = await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("s", BadDefault));
        Assert.Contains("/fields/0/default", refusal.Message, StringComparison.Ordinal);
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("s", BadDefault, normalize: true));
        Assert.Throws<RegistryException>(() => _registry.Check("s", Draft(BadDefault), false));

        await ConfigureAsync("s", """{"validateNewSchemas":false}""");
        Assert.True(_registry.Check("s", Draft(BadDefault), false).IsCompatible);
        Assert.Equal(1, (await RegisterAsync("s", BadDefault)).Version);
        Assert.Equal(2, (await RegisterAsync("s", """{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":[1,{"x":"y"}]}]}""", normalize: true, force: true)).Version);
        await ConfigureAsync("s", """{"validateNewSchemas":null}""");
        Assert.Equal(1, (await RegisterAsync("s", BadDefault)).Version);
        Assert.Equal(1, _registry.LookUp("s", Draft(BadDefault), false, false).Version);
    }

    [Fact]
    public async Task StoredSchemaWithABadDefault_DoesNotStandAgainstNewOnes()
    {
        _topic.Add("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", $$"""{"subject":"s","version":1,"id":4,"schema":{{System.Text.Json.JsonSerializer.Serialize(BadDefault)}},"deleted":false}""");
        _registry = Open();

        Assert.Equal((5, 2), Of(await RegisterAsync("s", new SchemaDraft { Metadata = SchemaMetadata.Empty with { Sensitive = ["x"] } })));
        Assert.Equal((6, 3), Of(await RegisterAsync("s", Draft(BadDefault) with { IsAlwaysNew = true })));
        Assert.Equal((7, 4), Of(await RegisterAsync("s", Draft(GoodDefault) with { Metadata = SchemaMetadata.Empty })));
        Assert.Equal((4, 1), Of(await RegisterAsync("s", BadDefault)));
        await RefusedAsync(RegistryErrorCode.Incompatible, () => RegisterAsync("s", """{"type":"record","name":"R","fields":[{"name":"b","type":"int"}]}"""));
    }

    [Fact]
    public async Task ImportedSchema_IsKeptAsItWas_AndLaterOnesAreComparedWithIt()
    {
        await ConfigureAsync("", """{"normalize":true,"defaultMetadata":{"properties":{"added":"here"}}}""");
        await _registry.ChangeModeAsync("", RegistryMode.Import, false, default);
        var imported = await RegisterAsync("s", Draft(BadDefault) with { Id = 7, Version = 3 }, normalize: true);
        var json = await RegisterAsync("j", new SchemaDraft { Text = """{"type":"string","minLength":1,"a":0}""", TypeName = "JSON", Id = 8 });
        Assert.Equal(SchemaGuid.Of(BadDefault, [], null, null), imported.Schema.Guid);
        Assert.Equal("""{"type":"string","minLength":1,"a":0}""", json.Schema.Text);
        await _registry.ChangeModeAsync("", RegistryMode.ReadWrite, false, default);

        Assert.Equal(4, (await RegisterAsync("s", GoodDefault)).Version);
        Assert.Equal(3, _registry.LookUp("s", Draft(BadDefault), false, false).Version);
    }

    [Fact]
    public async Task ImportedJsonThatIsNoSchema_IsKept_AndStandsAgainstNewOnesUnlessForced()
    {
        const string NoSchema = """{ "type": "objekt" }""";
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("s", new SchemaDraft { Text = NoSchema, TypeName = "JSON" }));
        await _registry.ChangeModeAsync("", RegistryMode.Import, false, default);
        var imported = await RegisterAsync("s", new SchemaDraft { Text = NoSchema, TypeName = "JSON", Id = 7 });
        Assert.Equal("""{"type":"objekt"}""", imported.Schema.Text);
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("s", new SchemaDraft { Text = "no json", TypeName = "JSON", Id = 8 }));
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("s", new SchemaDraft { Text = "{}", Id = 8 }));
        await RegisterAsync("s", new SchemaDraft { Text = "true", TypeName = "JSON", Id = 9 });
        await ConfigureAsync("s", """{"compatibility":"FORWARD"}""");
        Assert.Equal(RegistryErrorCode.InvalidSchema, Assert.Throws<RegistryException>(() => _registry.Check("s", new SchemaDraft { Text = NoSchema, TypeName = "JSON" }, false)).Code);
        await _registry.DeleteVersionAsync("s", 2, false, default);
        await _registry.ChangeModeAsync("", RegistryMode.ReadWrite, false, default);

        var next = new SchemaDraft { Text = """{"type":"object"}""", TypeName = "JSON" };
        var refusal = await RefusedAsync(RegistryErrorCode.Incompatible, () => RegisterAsync("s", next));
        Assert.Contains("EARLIER_SCHEMA_UNREADABLE", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await RegisterAsync("s", next, force: true)).Version);
        Assert.Equal(4, (await RegisterAsync("s", next with { Text = """{"type":"object","title":"T"}""" })).Version);
    }

    [Fact]
    public async Task ImportedSchema_MayUseWhatIsSoftDeleted()
    {
        await RegisterAsync("base", """{"type":"record","name":"B","fields":[]}""");
        await _registry.DeleteSubjectAsync("base", false, default);
        var uses = Draft("""{"type":"record","name":"U","fields":[{"name":"b","type":"B"}]}""") with { References = [new("B", "base", 1)] };
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("s", uses));
        await _registry.ChangeModeAsync("s", RegistryMode.Import, false, default);

        Assert.Equal(9, (await RegisterAsync("s", uses with { Id = 9 })).Schema.Id);
    }

    [Fact]
    public async Task ImportedVersion_LeavesLaterSoftDeletedOnes()
    {
        const string Text = """{"type":"record","name":"B","fields":[]}""";
        await _registry.ChangeModeAsync("s", RegistryMode.Import, false, default);
        foreach (var version in new[] { 1, 5 }) await RegisterAsync("s", Draft(Text) with { Id = 3, Version = version });
        foreach (var version in new[] { 1, 5 }) await _registry.DeleteVersionAsync("s", version, false, default);
        await RegisterAsync("s", Draft(Text) with { Id = 3, Version = 2 });

        Assert.Equal([(2, false), (5, true)], _registry.Current.Subject("s")!.Versions.Select(version => (version.Version, version.IsDeleted)));
    }

    private SchemaRegistry Open()
    {
        var registry = new SchemaRegistry(new RegistryOptions(), [new AvroProvider(), new JsonSchemaProvider(), new ProtobufProvider()], _topic, TimeProvider.System);
        registry.Load();
        return registry;
    }

    private static SchemaDraft Draft(string text) => new() { Text = text };

    private static (int Id, int Version) Of(RegisteredVersion version) => (version.Schema.Id, version.Version);

    private Task<RegisteredVersion> RegisterAsync(string subject, string text, bool normalize = false, bool force = false) => RegisterAsync(subject, Draft(text), normalize, force);

    private async Task<RegisteredVersion> RegisterAsync(string subject, SchemaDraft draft, bool normalize = false, bool force = false) =>
        await _registry.RegisterAsync(subject, draft, normalize, force, default);

    private async Task ConfigureAsync(string scope, string json)
    {
        using var change = System.Text.Json.JsonDocument.Parse(json);
        await _registry.ChangeConfigAsync(scope, change.RootElement.Clone(), default);
    }
}
