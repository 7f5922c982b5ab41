using RestStream.Schemas.Registry;
using static RestStream.Schemas.Tests.Registry.TestRegistry;

namespace RestStream.Schemas.Tests.Registry;

/// <summary>The records of <c>_schemas</c>, as Confluent's tools write and read them.</summary>
public sealed class StoreTests
{
    private readonly TestRegistry _registry = new();

    [Fact]
    public async Task Records_HaveConfluentsKeysAndValues()
    {
        await _registry.RegisterAsync("s", Draft("a"));
        await _registry.ConfigureAsync("s", """{"compatibility":"NONE"}""");
        await _registry.ConfigureAsync("", """{"compatibility":"FULL"}""");
        await _registry.Registry.ChangeModeAsync("s", RegistryMode.ReadWrite, false, default);
        await _registry.DeleteAsync("s");
        await _registry.Registry.DeleteVersionAsync("s", 1, true, default);

        Assert.Equal(
            [
                ("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s","version":1,"id":1,"md5":"2K3e/ExEHPVR1a6OElPF1A==","schemaType":"JSON","schema":"{\"needs\":[\"a\"]}","deleted":false}"""),
                ("""{"keytype":"CONFIG","subject":"s","magic":0}""", """{"subject":"s","compatibilityLevel":"NONE"}"""),
                ("""{"keytype":"CONFIG","subject":null,"magic":0}""", """{"subject":null,"compatibilityLevel":"FULL"}"""),
                ("""{"keytype":"MODE","subject":"s","magic":0}""", """{"subject":"s","mode":"READWRITE"}"""),
                ("""{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}""", """{"subject":"s","version":1}"""),
                ("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", null),
                ("""{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}""", null),
                ("""{"keytype":"CONFIG","subject":"s","magic":0}""", null),
                ("""{"keytype":"MODE","subject":"s","magic":0}""", null),
            ],
            _registry.Topic.Records);
    }

    [Fact]
    public void RecordsOfAnotherRegistry_AreRead()
    {
        var topic = new MemoryTopic();
        topic.Add("""{"keytype":"NOOP","magic":0}""", null);
        topic.Add("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s","version":1,"id":5,"schema":"\"string\"","deleted":false,"offset":9}""");
        topic.Add("""{"keytype":"SCHEMA","subject":"s","version":2,"magic":1}""", """{"subject":"s","version":2,"id":6,"schemaType":"JSON","schema":"{}","deleted":true}""");
        topic.Add("""{"keytype":"SCHEMA","subject":":.c:s","version":1,"magic":1}""", """{"subject":":.c:s","version":1,"id":5,"schemaType":"PROTOBUF","references":[{"name":"x","subject":"y","version":3}],"schema":"message A {}"}""");
        topic.Add("""{"keytype":"ASSOC","magic":0}""", """{"x":1}""");
        var now = new TestRegistry(topic).Now;

        Assert.Equal((SchemaType.Avro, 5), (now.Version("s", 1)!.Schema.Type, now.Version("s", 1)!.Schema.Id));
        Assert.True(now.Version("s", 2)!.IsDeleted);
        Assert.Equal(SchemaType.Protobuf, now.ById(".c", 5)!.Schema.Type);
        Assert.Equal(6, now.MaxIdOf("."));
    }

    [Fact]
    public void SecondSchemaUnderAnId_IsPassedOver()
    {
        var topic = new MemoryTopic();
        topic.Add("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s","version":1,"id":5,"schema":"\"string\""}""");
        topic.Add("""{"keytype":"SCHEMA","subject":"t","version":1,"magic":1}""", """{"subject":"t","version":1,"id":5,"schema":"\"int\""}""");
        var registry = new TestRegistry(topic).Registry;

        Assert.Equal(1, registry.DroppedRecords);
        Assert.Null(registry.Current.Subject("t"));
    }

    [Theory]
    [InlineData("not json", "{}")]
    [InlineData("""{"keytype":"SCHEMA","subject":"s","magic":1}""", "{}")]
    [InlineData("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s"}""")]
    [InlineData("""{"keytype":"MODE","subject":"s","magic":0}""", """{"mode":"SOMEHOW"}""")]
    public void WhatCannotBeRead_StopsTheStartAndSaysWhere(string key, string value)
    {
        var topic = new MemoryTopic();
        topic.Add("""{"keytype":"NOOP","magic":0}""", null);
        topic.Add(key, value);

        var refusal = Assert.Throws<RegistryStoreException>(() => new TestRegistry(topic));
        Assert.Contains("offset 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnreadableMark_StopsTheStart()
    {
        var topic = new MemoryTopic();
        topic.WriteMark("{}"u8);

        Assert.Throws<RegistryStoreException>(() => new TestRegistry(topic));
    }

    [Fact]
    public async Task ReferencesMetadataAndRules_ComeBackAfterARestart()
    {
        await _registry.RegisterAsync("base", "a");
        var json = System.Text.Json.JsonDocument.Parse("""{"m":{"tags":{"p":["x","y"]},"properties":{"k":"v"},"sensitive":["k"]}}""").RootElement;
        var before = await _registry.RegisterAsync("s", Draft("a") with { References = [new("n", "base", 1)], Metadata = RegistryJson.Metadata(json, "m") });
        var after = _registry.Restart().Now.Version("s", 1)!;

        Assert.Equal(before.Schema.Guid, after.Schema.Guid);
        Assert.Equal(before.Schema.Metadata, after.Schema.Metadata);
        Assert.Equal(before.Schema.References, after.Schema.References);
    }

    [Fact]
    public void OneSubjectWithManyVersions_IsLoadedAsFast()
    {
        var topic = new MemoryTopic();
        for (var i = 1; i <= 50_000; i++) topic.Add($$"""{"keytype":"SCHEMA","subject":"s","version":{{i}},"magic":1}""", $$"""{"subject":"s","version":{{i}},"id":{{i}},"schema":"\"{{i}}\""}""");

        Assert.Equal(50_000, new TestRegistry(topic).Now.Subject("s")!.Versions.Count);
    }
}
