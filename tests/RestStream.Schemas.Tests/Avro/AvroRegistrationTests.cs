using System.Globalization;
using System.Text;
using RestStream.Schemas.Avro;
using RestStream.Schemas.Registry;
using RestStream.Schemas.Tests.Registry;
using static RestStream.Schemas.Tests.Registry.TestRegistry;

namespace RestStream.Schemas.Tests.Avro;

/// <summary>Avro behind the registry.</summary>
public sealed class AvroRegistrationTests : IDisposable
{
    private readonly SchemaRegistry _registry = new(new RegistryOptions { MaxSchemaBytes = 4 << 20 }, [new AvroProvider()], new MemoryTopic(), TimeProvider.System);

    public AvroRegistrationTests() => _registry.Load();

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task SameSchemaInAnotherSpelling_IsTheSameVersion()
    {
        RegisteredVersion first = await RegisterAsync("s", """{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":"int"}]}""");
        RegisteredVersion again = await RegisterAsync("s", """{ "fields": [{"type": {"type": "int"}, "name": "x"}], "name": "a.R", "type": "record" }""");
        Assert.Equal((first.Schema.Id, 1), (again.Schema.Id, again.Version));
    }

    [Fact]
    public async Task FieldWithoutDefault_AddedToASubject_IsRefusedWithItsDifference()
    {
        await RegisterAsync("s", """{"type":"record","name":"R","fields":[]}""");
        RegistryException refusal = await RefusedAsync(RegistryErrorCode.Incompatible, () => RegisterAsync("s", """{"type":"record","name":"R","fields":[{"name":"x","type":"int"}]}"""));
        Assert.Contains("READER_FIELD_MISSING_DEFAULT_VALUE", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("/fields/0", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await RegisterAsync("s", """{"type":"record","name":"R","fields":[{"name":"x","type":"int","default":0}]}""")).Version);
    }

    [Fact]
    public async Task TypeOfAnotherSubject_Named_IsFound()
    {
        await RegisterAsync("address", """{"type":"record","name":"shop.Address","fields":[]}""");
        RegisteredVersion user = await RegisterAsync("user", """{"type":"record","name":"shop.User","fields":[{"name":"a","type":"Address"}]}""", new SchemaReference("shop.Address", "address", -1));
        Assert.Equal("""{"type":"record","name":"User","namespace":"shop","fields":[{"name":"a","type":"Address"}]}""", user.Schema.Text);
        Assert.Equal(1, Assert.Single(user.Schema.References).Version);
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("other", "\"shop.Address\""));
    }

    [Fact]
    public async Task SchemasTooLargeToCompare_AreRefusedAsInvalid()
    {
        await RegisterAsync("chain", Chain("int"));
        await RegisterAsync("s", "\"R2999\"", new SchemaReference("chain", "chain", 1));
        await RegisterAsync("other", Chain("string"));
        RegistryException refusal = await RefusedAsync(RegistryErrorCode.InvalidSchema, () => RegisterAsync("s", "\"R2999\"", new SchemaReference("chain", "other", 1)));
        Assert.Contains("too large", refusal.Message, StringComparison.Ordinal);
    }

    private Task<RegisteredVersion> RegisterAsync(string subject, string text, params SchemaReference[] references) =>
        _registry.RegisterAsync(subject, new SchemaDraft { Text = text, TypeName = "AVRO", References = references }, false, false, default).AsTask();

    private static string Chain(string end)
    {
        var union = new StringBuilder("[");
        for (int index = 0; index < 3000; index++)
        {
            string type = index == 0 ? end : string.Create(CultureInfo.InvariantCulture, $"R{index - 1}");
            union.Append(CultureInfo.InvariantCulture, $$"""{"type":"record","name":"R{{index}}","fields":[{"type":"{{type}}","name":"f"}]},""");
        }

        return union.Append("\"null\"]").ToString();
    }
}
