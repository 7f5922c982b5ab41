using RestStream.Core;
using RestStream.Schemas.Registry;
using static RestStream.Schemas.Tests.Registry.TestRegistry;

namespace RestStream.Schemas.Tests.Registry;

public sealed class RegistrationTests
{
    private readonly TestRegistry _registry = new();

    [Fact]
    public async Task NewSchemas_GetNextIdAndVersion()
    {
        var first = await _registry.RegisterAsync("s", "a");
        var second = await _registry.RegisterAsync("s");

        Assert.Equal((1, 1), (first.Schema.Id, first.Version));
        Assert.Equal((2, 2), (second.Schema.Id, second.Version));
        Assert.Equal(second.Version, _registry.Now.Subject("s")!.Latest!.Version);
    }

    [Fact]
    public async Task SameSchemaAgain_IsAnsweredAsItIs()
    {
        var first = await _registry.RegisterAsync("s", "a");
        var again = await _registry.RegisterAsync("s", Draft("a") with { Text = " { \"needs\" : [ \"a\" ] } " });

        Assert.Equal((first.Schema.Id, first.Version), (again.Schema.Id, again.Version));
        Assert.Single(_registry.Topic.Records);
    }

    [Fact]
    public async Task SameSchemaInAnotherSubject_SharesItsId()
    {
        await _registry.RegisterAsync("s", "a");
        var other = await _registry.RegisterAsync("t", "a");

        Assert.Equal((1, 1), (other.Schema.Id, other.Version));
        Assert.Equal([new("s", 1), new("t", 1)], _registry.Now.ById(".", 1)!.Uses);
    }

    [Fact]
    public async Task Incompatible_IsRefusedAsTheVersionSays()
    {
        await _registry.RegisterAsync("s", "a");
        var refusal = await RefusedAsync(RegistryErrorCode.Incompatible, () => _registry.RegisterAsync("s", "a", "b"));
        Assert.Contains("NAME_ADDED", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("oldSchemaVersion: 1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("BACKWARD", refusal.Message, StringComparison.Ordinal);

        var eight = new TestRegistry(_registry.Topic, new RegistryOptions { Compat = 8 });
        await RefusedAsync(RegistryErrorCode.IncompatibleSchema, () => eight.RegisterAsync("s", "a", "b"));
    }

    [Theory]
    [InlineData("BACKWARD", "a,b", "a", "", true)]
    [InlineData("BACKWARD", "", "a,b", "a", true)]
    [InlineData("BACKWARD", "a", "a,b", "a,b,c", false)]
    [InlineData("BACKWARD_TRANSITIVE", "", "a,b", "a", false)]
    [InlineData("FORWARD", "a", "a,b", "a,b,c", true)]
    [InlineData("FORWARD", "a,b", "a", "a", true)]
    [InlineData("FORWARD_TRANSITIVE", "a,b", "a", "a,c", false)]
    [InlineData("FULL", "b", "a", "a,b", false)]
    [InlineData("FULL_TRANSITIVE", "b", "a", "a", true)]
    [InlineData("NONE", "a", "b", "c", true)]
    public async Task Level_DecidesWithWhomAndWhichWay(string level, string first, string second, string third, bool isTaken)
    {
        await _registry.RegisterAsync("s", Names(first));
        await _registry.RegisterAsync("s", Draft(Names(second)), force: true);
        await _registry.ConfigureAsync("s", $$"""{"compatibility":"{{level}}"}""");

        if (isTaken) await _registry.RegisterAsync("s", Names(third));
        else await RefusedAsync(RegistryErrorCode.Incompatible, () => _registry.RegisterAsync("s", Names(third)));
    }

    [Fact]
    public async Task AnotherType_IsIncompatible_UnlessForced()
    {
        using var registry = new SchemaRegistry(new RegistryOptions(), [new NamesProvider(), new NamesProvider(SchemaType.Avro)], _registry.Topic, TimeProvider.System);
        registry.Load();
        await registry.RegisterAsync("s", Draft("a"), false, false, default);
        var avro = Draft("a") with { TypeName = null };

        await RefusedAsync(RegistryErrorCode.Incompatible, async () => await registry.RegisterAsync("s", avro, false, false, default));
        Assert.Equal(2, (await registry.RegisterAsync("s", avro, false, force: true, default)).Version);
    }

    [Fact]
    public async Task Normalized_EqualSchemasAreOne()
    {
        await _registry.RegisterAsync("s", Draft("b", "a"), normalize: true);
        var again = await _registry.RegisterAsync("s", Draft("a", "b"));

        Assert.Equal(1, again.Version);
        await _registry.ConfigureAsync("s", """{"normalize":true}""");
        Assert.Equal(1, (await _registry.RegisterAsync("s", Draft("b", "a"))).Version);
    }

    [Fact]
    public async Task BadSchema_IsRefusedWithReasonAndPlace()
    {
        var refusal = await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("s", Draft() with { Text = "{}" }));
        Assert.Contains("/needs", refusal.Message, StringComparison.Ordinal);
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("s", Draft("a") with { TypeName = "AVRO" }));
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("s", Draft("a") with { TypeName = "XML" }));
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("s", new SchemaDraft()));
    }

    [Fact]
    public async Task Limits_AreKept()
    {
        var small = new TestRegistry(options: new RegistryOptions { MaxSchemaBytes = 30, MaxSubjects = 1, MaxVersionsPerSubject = 1, MaxReferences = 1 });
        await RefusedAsync(RegistryErrorCode.SchemaTooLarge, () => small.RegisterAsync("s", new string('x', 40)));
        await small.RegisterAsync("s", "a");
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => small.RegisterAsync("t", "a"));
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => small.RegisterAsync("s"));
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => small.RegisterAsync("s", Draft() with { References = [new("x", "s", 1), new("y", "s", 1)] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("__GLOBAL")]
    [InlineData("__EMPTY")]
    [InlineData("a\u0001b")]
    [InlineData(":.ctx:")]
    [InlineData(":.__GLOBAL:s")]
    public async Task BadSubject_IsRefused(string subject) => await RefusedAsync(RegistryErrorCode.InvalidSubject, () => _registry.RegisterAsync(subject, "a"));

    [Fact]
    public async Task ExplicitVersion_MustBeTheNext()
    {
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("s", Draft("a") with { Version = 2 }));
        var first = await _registry.RegisterAsync("s", Draft("a") with { Version = 1 });

        Assert.Equal("1", first.Schema.Metadata!.Properties[SchemaMetadata.VersionProperty]);
        Assert.Equal(1, (await _registry.RegisterAsync("s", "a")).Version);
    }

    [Fact]
    public async Task ExplicitVersion_MakesAVersionOfItsOwn_OfWhatTheSubjectHas()
    {
        await _registry.RegisterAsync("s", "a");
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("s", Draft("a") with { Version = 7 }));
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("s", Draft("a") with { Version = 1 }));
        var second = await _registry.RegisterAsync("s", Draft("a") with { Version = 2 });

        Assert.Equal((2, "2"), (second.Version, second.Schema.Metadata!.Properties[SchemaMetadata.VersionProperty]));
        Assert.Equal(1, (await _registry.RegisterAsync("s", "a")).Version);
    }

    [Fact]
    public async Task NegativeVersion_IsTheNewest_OrTheNext()
    {
        await _registry.RegisterAsync("s", "a");
        Assert.Equal(1, (await _registry.RegisterAsync("s", Draft("a") with { Version = -1 })).Version);
        await _registry.RegisterAsync("s");
        var third = await _registry.RegisterAsync("s", Draft("a") with { Version = -1 }, force: true);

        Assert.Equal((3, "3"), (third.Version, third.Schema.Metadata!.Properties[SchemaMetadata.VersionProperty]));
    }

    [Fact]
    public async Task IdOutsideOfImport_IsTakenOnlyWhereItIsTheSchemasOwn()
    {
        await _registry.RegisterAsync("s", "a");
        Assert.Equal(1, (await _registry.RegisterAsync("s", Draft("a") with { Id = 1 })).Version);
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.RegisterAsync("s", Draft("a") with { Id = 99 }));
    }

    [Fact]
    public async Task ReadOnlySubject_AnswersWhatItHas_AndSaysSoBeforeItCompares()
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.Registry.ChangeModeAsync("s", RegistryMode.ReadOnly, false, default);

        Assert.Equal(1, (await _registry.RegisterAsync("s", "a")).Version);
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.RegisterAsync("s", "a", "b"));
    }

    [Fact]
    public async Task LookUp_FindsWhatIsGiven_ThenWhatARegistrationWouldMakeOfIt()
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.RegisterAsync("s", Draft() with { Metadata = Major("2") });
        await _registry.RegisterAsync("s", Draft("b") with { Metadata = Major("3"), Version = 3 }, force: true);
        await _registry.RegisterAsync("s", Draft("c") with { Metadata = Major("4") }, force: true);

        Assert.Equal(1, _registry.Registry.LookUp("s", Draft("a"), false, false).Version);
        Assert.Equal(2, _registry.Registry.LookUp("s", Draft() with { Metadata = Major("2") }, false, false).Version);
        Assert.Equal(3, _registry.Registry.LookUp("s", Draft("b") with { Metadata = Major("3") }, false, false).Version);
        Assert.Equal(4, _registry.Registry.LookUp("s", Draft("c"), false, false).Version);
        Assert.Equal(RegistryErrorCode.SchemaNotFound, Assert.Throws<RegistryException>(() => _registry.Registry.LookUp("s", Draft(), false, false)).Code);
        await _registry.Registry.DeleteVersionAsync("s", 1, false, default);
        Assert.Equal(1, _registry.Registry.LookUp("s", Draft("a"), false, includesDeleted: true).Version);
    }

    [Fact]
    public async Task VersionsThatCameMeanwhile_AreComparedInTheWritersTurn_AndOnlyThose()
    {
        const int Earlier = 20;
        await _registry.ConfigureAsync("s", """{"compatibility":"BACKWARD_TRANSITIVE"}""");
        for (var i = Earlier; i > 0; i--) await _registry.RegisterAsync("s", [.. Enumerable.Range(0, i).Select(name => $"n{name:00}")]);
        var (comparisons, parses) = (_registry.Provider.Comparisons, _registry.Provider.Parses);
        var sync = _registry.Topic.HoldSyncs();
        var first = _registry.RegisterAsync("s");
        var second = _registry.RegisterAsync("s", Draft() with { Metadata = Major("1") });
        sync.SetResult(null);

        Assert.Equal((Earlier + 1, Earlier + 2), ((await first).Version, (await second).Version));
        Assert.Equal((2 * Earlier) + 1, _registry.Provider.Comparisons - comparisons);
        // Their own texts, the newest version's, and that of the version that came meanwhile.
        Assert.Equal(4, _registry.Provider.Parses - parses);
    }

    [Fact]
    public async Task ValidateFields_ForbidsDollarNames_AndKeepsReservedOnesFree()
    {
        using var registry = new SchemaRegistry(new RegistryOptions(), [new RestStream.Schemas.Json.JsonSchemaProvider()], _registry.Topic, TimeProvider.System);
        registry.Load();
        await _registry.ConfigureAsync("s", """{"validateFields":true,"compatibility":"NONE"}""");
        registry.Load();
        await RefusedAsync(RegistryErrorCode.InvalidSchema, async () => await registry.RegisterAsync("s", WithField("$$x"), false, false, default));
        Assert.Throws<RegistryException>(() => registry.Check("s", WithField("$$x"), false));
        var reserved = WithField("a") with { Metadata = Reserved("b, c") };
        await registry.RegisterAsync("s", reserved, false, false, default);

        await RefusedAsync(RegistryErrorCode.Incompatible, async () => await registry.RegisterAsync("s", WithField("b"), false, false, default));
        await RefusedAsync(RegistryErrorCode.Incompatible, async () => await registry.RegisterAsync("s", WithField("d") with { Metadata = Reserved("b") }, false, false, default));
        Assert.Equal(2, (await registry.RegisterAsync("s", WithField("d"), false, false, default)).Version);
        Assert.Equal(1, (await registry.RegisterAsync("t", WithField("$$x"), false, false, default)).Version);
    }

    [Fact]
    public async Task NoText_TakesTheNewestVersionsText()
    {
        await _registry.RegisterAsync("s", "a");
        var metadata = SchemaMetadata.Empty with { Properties = SchemaMetadata.Empty.Properties.Add("owner", "me") };
        var second = await _registry.RegisterAsync("s", new SchemaDraft { Metadata = metadata });

        Assert.Equal((2, 2, Text("a")), (second.Version, second.Schema.Id, second.Schema.Text));
        Assert.Equal("me", second.Schema.Metadata!.Properties["owner"]);
        Assert.Equal(2, (await _registry.RegisterAsync("s", new SchemaDraft())).Version);
        Assert.Equal("me", (await _registry.RegisterAsync("s", Draft())).Schema.Metadata!.Properties["owner"]);
    }

    [Fact]
    public async Task DefaultsAndOverrides_AreMergedIntoMetadata()
    {
        await _registry.ConfigureAsync("s", """{"defaultMetadata":{"properties":{"a":"default","b":"default"}},"overrideMetadata":{"properties":{"c":"override"}}}""");
        var given = SchemaMetadata.Empty with { Properties = SchemaMetadata.Empty.Properties.Add("b", "given").Add("c", "given") };
        var version = await _registry.RegisterAsync("s", Draft("a") with { Metadata = given });

        Assert.Equal(["a=default", "b=given", "c=override"], version.Schema.Metadata!.Properties.Select(one => $"{one.Key}={one.Value}"));
        Assert.Equal(1, (await _registry.RegisterAsync("s", Draft("a") with { Metadata = given })).Version);
        Assert.Equal(1, (await _registry.RegisterAsync("s", "a")).Version);
    }

    [Fact]
    public async Task CompatibilityGroup_ComparesWithinItself()
    {
        await _registry.ConfigureAsync("s", """{"compatibilityGroup":"major"}""");
        await _registry.RegisterAsync("s", Draft("a") with { Metadata = Major("1") });
        await _registry.RegisterAsync("s", Draft("a", "b") with { Metadata = Major("2") });

        await RefusedAsync(RegistryErrorCode.Incompatible, () => _registry.RegisterAsync("s", Draft("a", "c") with { Metadata = Major("1") }));
        await RefusedAsync(RegistryErrorCode.Incompatible, () => _registry.RegisterAsync("s", Draft("a", "b", "c") with { Metadata = Major("2") }));
        Assert.Equal(3, (await _registry.RegisterAsync("s", Draft("b") with { Metadata = Major("2") })).Version);
    }

    [Fact]
    public async Task MoreVersionsThanMayBeCompared_AreRefused()
    {
        var small = new TestRegistry(options: new RegistryOptions { MaxComparedVersions = 2 });
        await small.ConfigureAsync("s", """{"compatibility":"BACKWARD_TRANSITIVE"}""");
        foreach (var names in new[] { "a,b,c", "a,b", "a" }) await small.RegisterAsync("s", Names(names));

        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => small.RegisterAsync("s"));
    }

    [Fact]
    public async Task OldSchemaWithoutMetadata_IsFoundThoughTheNewestHasSome()
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.RegisterAsync("s", Draft() with { Metadata = Major("2") });

        Assert.Equal(1, (await _registry.RegisterAsync("s", "a")).Version);
    }

    [Fact]
    public async Task Comparison_IsMadeBeforeTheWritersTurn_AndAgainOnlyWhenSomethingMoved()
    {
        await _registry.RegisterAsync("s", "a");
        var sync = _registry.Topic.HoldSyncs();
        var first = _registry.RegisterAsync("s");
        var second = _registry.RegisterAsync("s", "a", "b");
        sync.SetResult(null);

        Assert.Equal(2, (await first).Version);
        await RefusedAsync(RegistryErrorCode.Incompatible, () => second);
    }

    [Fact]
    public async Task Answer_ComesWhenItIsSynced_AndNobodySeesItBefore()
    {
        var sync = _registry.Topic.HoldSyncs();
        var first = _registry.RegisterAsync("s", "a");
        var again = _registry.RegisterAsync("s", "a");
        var second = _registry.RegisterAsync("s");

        Assert.Null(_registry.Now.Subject("s"));
        Assert.False(first.IsCompleted || again.IsCompleted || second.IsCompleted);
        sync.SetResult(null);
        Assert.Equal((1, 1, 2), ((await first).Version, (await again).Version, (await second).Version));
        Assert.Equal(2, _registry.Now.Subject("s")!.Versions.Count);
    }

    [Fact]
    public async Task RefusedAppend_ChangesNothing_AndIdIsGivenToTheNext()
    {
        _registry.Topic.NextAppend = new Error(ErrorCode.DiskFull, "The disk is full.");
        await RefusedAsync(RegistryErrorCode.StoreError, () => _registry.RegisterAsync("s", "a"));

        Assert.Null(_registry.Now.Subject("s"));
        Assert.Equal(1, (await _registry.RegisterAsync("s", "a")).Schema.Id);
    }

    [Fact]
    public async Task FailedSync_IsToldAndNotSeen()
    {
        var sync = _registry.Topic.HoldSyncs();
        var registered = _registry.RegisterAsync("s", "a");
        sync.SetResult(new Error(ErrorCode.OutcomeUnknown, "The disk failed."));

        await RefusedAsync(RegistryErrorCode.StoreError, () => registered);
        Assert.Null(_registry.Now.Subject("s"));
    }

    [Fact]
    public async Task RuleSet_IsKept_AndItsRulesAreChecked()
    {
        var rules = RuleSet("""{"domainRules":[{"name":"check","kind":"CONDITION","mode":"WRITE","type":"CEL","expr":"true"}]}""");
        Assert.Equal("check", (await _registry.RegisterAsync("s", Draft("a") with { RuleSet = rules })).Schema.RuleSet!.DomainRules[0].Name);
        Assert.Equal("check", _registry.Restart().Now.Subject("s")!.Latest!.Schema.RuleSet!.DomainRules[0].Name);

        foreach (var bad in new[] { """{"domainRules":[{"name":"1x","type":"CEL"}]}""", """{"domainRules":[{"name":"x"}]}""", """{"migrationRules":[{"name":"x","type":"CEL"}]}""" })
            await RefusedAsync(RegistryErrorCode.InvalidRuleSet, () => _registry.RegisterAsync("t", Draft("a") with { RuleSet = RuleSet(bad) }));
    }

    private static SchemaRuleSet? RuleSet(string json) => RegistryJson.RuleSet(System.Text.Json.JsonDocument.Parse($$"""{"r":{{json}}}""").RootElement, "r");

    private static SchemaDraft WithField(string name) => new() { Text = "{\"type\":\"object\",\"properties\":{\"" + name + "\":true}}", TypeName = "JSON" };

    private static SchemaMetadata Reserved(string names) => SchemaMetadata.Empty with { Properties = SchemaMetadata.Empty.Properties.Add("confluent:reserved", names) };

    private static SchemaMetadata Major(string value) => SchemaMetadata.Empty with { Properties = SchemaMetadata.Empty.Properties.Add("major", value) };

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
