using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Protobuf over the real registry: records in both wire forms with their message indexes, and how they are shown.</summary>
public sealed class ProtobufEnforcementTests : IAsyncLifetime
{
    /// <summary>Messages in the order of their indexes: Order [0], Order.Line [0, 0], Refund [1].</summary>
    private const string Shop = """
        syntax = "proto3";
        package shop;
        message Order {
          message Line { string sku = 1; sint32 count = 2; }
          string id = 1;
          int64 cents = 2;
          repeated Line lines = 3;
          Kind kind = 4;
          enum Kind { option allow_alias = true; WEB = 1; SHOP = 0; }
        }
        message Refund { string order_id = 1; }
        """;

    private const string Shown = """{"id":"a","cents":"5","lines":[{"sku":"x","count":-1}],"kind":"WEB"}""";

    private static readonly byte[] Order = [0x0a, 1, (byte)'a', 0x10, 5, 0x1a, 5, 0x0a, 1, (byte)'x', 0x10, 1, 0x20, 1];

    private static readonly byte[] Line = [0x0a, 1, (byte)'x', 0x10, 1];

    private static readonly byte[] Refund = [0x0a, 1, (byte)'a'];

    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task Prefixed_IsCheckedByTheMessageOfItsIndexes_AndShownAsJson()
    {
        var schema = await EnforceAsync("orders", Shop);

        await PostAsync(schema, [0], Order, 201);
        await PostAsync(schema, [2, 0], Order, 201);
        await PostAsync(schema, [4, 0, 0], Line, 201);
        await PostAsync(schema, [2, 2], Refund, 201);

        var records = await RecordsAsync("orders", "?valueFormat=json&schema=true");
        Assert.Equal(
            [Shown, Shown, """{"sku":"x","count":-1}""", """{"orderId":"a"}"""],
            records.Select(record => record.GetProperty("value").GetRawText()));
        Assert.All(records, record => Assert.Equal("PROTOBUF", record.GetProperty("schema").GetProperty("schemaType").GetString()));
        Assert.All(records, record => Assert.Equal(schema.Id, record.GetProperty("schema").GetProperty("id").GetInt32()));
        var stored = await RecordsAsync("orders");
        Assert.Equal([0, .. Id(schema.Id), 0, .. Order], Encoding.UTF8.GetBytes(stored[0].GetProperty("value").GetString()!));
    }

    [Theory]
    [InlineData("020a", "indexes")]
    [InlineData("040002", "indexes")]
    [InlineData("", "indexes")]
    [InlineData("feffffff0f00", "indexes")]
    [InlineData("00080a", "another schema")]
    [InlineData("000a05", "cut off")]
    [InlineData("000a01ff", "UTF-8")]
    [InlineData("02021001", "")]
    public async Task Prefixed_ThatDoesNotFit_IsRefusedWithItsReason(string payload, string reason)
    {
        var schema = await EnforceAsync("orders", Shop.Replace("string order_id = 1;", "string order_id = 1; string why = 2;", StringComparison.Ordinal));

        var problem = await PostAsync(schema, Convert.FromHexString(payload), [], 422);

        Assert.Contains(reason, problem.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await RecordsAsync("orders"));
    }

    [Fact]
    public async Task RequiredFieldOfProto2_MustBeThere()
    {
        var schema = await EnforceAsync("orders", "message Order { required string id = 1; optional Order next = 2; }");

        await PostAsync(schema, [0], [0x0a, 1, (byte)'a'], 201);
        Assert.Contains("required field id", (await PostAsync(schema, [0], [], 422)).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("required field id", (await PostAsync(schema, [0], [0x0a, 1, (byte)'a', 0x12, 0], 422)).GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>The indexes stand behind the guid, and without them the first message is meant.</summary>
    [Fact]
    public async Task Header_WithALiveGuid_IsCheckedByThatSchema()
    {
        var schema = await EnforceAsync("orders", Shop);

        await ProduceAsync(schema.Guid, [], Order, 201);
        await ProduceAsync(schema.Guid, [0], Order, 201);
        await ProduceAsync(schema.Guid, [2, 2], Refund, 201);
        await ProduceAsync(schema.Guid, [4, 0, 0], Line, 201);
        Assert.Contains("indexes", (await ProduceAsync(schema.Guid, [2, 6], Refund, 422)).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("another schema", (await ProduceAsync(schema.Guid, [0], [0x08, 1], 422)).GetRawText(), StringComparison.Ordinal);
        await ProduceAsync(schema.Guid, [0], [0, .. Order], 422);
        await ProduceAsync(Guid.NewGuid(), [0], Order, 422);

        var records = await RecordsAsync("orders", "?valueFormat=json&schema=true");
        Assert.Equal([Shown, Shown, """{"orderId":"a"}""", """{"sku":"x","count":-1}"""], records.Select(record => record.GetProperty("value").GetRawText()));
        Assert.All(records, record => Assert.Equal("header", record.GetProperty("schema").GetProperty("from").GetString()));
    }

    [Fact]
    public async Task IdThatIsNotOfTheSubject_AndPlainJson_AreRefused()
    {
        var schema = await EnforceAsync("orders", Shop);
        var other = await RegisterAsync("other-value", Shop.Replace("package shop", "package other", StringComparison.Ordinal));

        await PostAsync(other, [0], Order, 422);
        using var plain = await _app.SendAsync(HttpMethod.Post, "/v1/topics/orders", """{"id":"a"}"""u8.ToArray(), "application/octet-stream");
        await plain.JsonAsync(422);
        await PostAsync(schema, [0], Order, 201);
    }

    [Fact]
    public async Task ImportedMessages_AreFoundInTheRegistry()
    {
        await RegisterAsync("money", "syntax = \"proto3\"; package lib; message Money { int64 cents = 1; }");
        var schema = await EnforceAsync("orders", "syntax = \"proto3\"; import \"lib/money.proto\"; message Order { lib.Money total = 1; }",
            """[{"name":"lib/money.proto","subject":"money","version":1}]""");

        await PostAsync(schema, [0], [0x0a, 2, 8, 5], 201);
        await PostAsync(schema, [0], [0x0a, 2, 0x0a, 5], 422);

        Assert.Equal("""{"total":{"cents":"5"}}""", Assert.Single(await RecordsAsync("orders", "?valueFormat=json")).GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task SubjectsByRecordName_AreThoseOfTheMessageThatTheIndexesName()
    {
        await _app.CreateTopicAsync("orders");
        var order = await RegisterAsync("shop.Order", Shop);
        var refund = await RegisterAsync("shop.Refund", Shop);
        using var set = await _app.SendAsync(HttpMethod.Put, "/v1/topics/orders/schema", """{"mode":"enforce","strategy":"RecordName"}"""u8.ToArray());
        await set.JsonAsync(200);

        Assert.Equal(order.Id, refund.Id);
        await PostAsync(order, [0], Order, 201);
        await PostAsync(order, [2, 2], Refund, 201);
        await PostAsync(order, [4, 0, 0], Line, 422);
    }

    /// <summary>The older version stays readable: by the id in front each record is shown by its own.</summary>
    [Fact]
    public async Task NextVersion_ChecksItsOwnRecords()
    {
        var first = await EnforceAsync("orders", "syntax = \"proto3\"; message Order { string id = 1; }");
        var second = await RegisterAsync("orders-value", "syntax = \"proto3\"; message Order { string id = 1; uint32 count = 2; }");

        await PostAsync(first, [0], [0x0a, 1, (byte)'a', 0x10, 5], 201);
        await PostAsync(second, [0], [0x0a, 1, (byte)'a', 0x10, 5], 201);

        Assert.Equal(["""{"id":"a"}""", """{"id":"a","count":5}"""], (await RecordsAsync("orders", "?valueFormat=json")).Select(record => record.GetProperty("value").GetRawText()));
    }

    /// <summary>What Confluent's registry took and protoc refuses: it comes in by an import, is enforced and is evolved.</summary>
    [Fact]
    public async Task ImportedSchema_ThatProtocRefuses_IsEnforcedAndEvolved()
    {
        const string Text = "syntax = \"proto3\";\n\nmessage Order {\n  reserved 1;\n\n  string id = 1;\n}\n";
        await SetModeAsync("IMPORT");
        var body = new JsonObject { ["schemaType"] = "PROTOBUF", ["schema"] = Text, ["id"] = 77, ["version"] = 3 }.ToJsonString();
        using var imported = await _app.SendAsync(HttpMethod.Post, "/subjects/orders-value/versions", Encoding.UTF8.GetBytes(body));
        await imported.JsonAsync(200);
        await SetModeAsync("READWRITE");
        await _app.CreateTopicAsync("orders");
        using var set = await _app.SendAsync(HttpMethod.Put, "/v1/topics/orders/schema", """{"mode":"enforce"}"""u8.ToArray());
        await set.JsonAsync(200);

        await PostAsync(new Registered(77, default), [0], [0x0a, 1, (byte)'a'], 201);
        await PostAsync(new Registered(77, default), [0], [0x08, 1], 422);
        var next = await RegisterAsync("orders-value", "syntax = \"proto3\"; message Order { string id = 1; int32 count = 2; }");
        await PostAsync(next, [0], [0x0a, 1, (byte)'a', 0x10, 5], 201);

        Assert.Equal(Text, await TextAsync("/subjects/orders-value/versions/3/schema"));
    }

    /// <summary>The reference's example as it is answered: an enum that does not begin with 0, stored in the order of the file.</summary>
    [Fact]
    public async Task RegisteredText_IsAnsweredAsConfluentWritesIt()
    {
        const string Stored = "syntax = \"proto3\";\npackage shop;\n\nmessage Order {\n  string id = 1;\n  int64 cents = 2;\n  repeated Line lines = 3;\n  Kind kind = 4;\n\n  message Line {\n    string sku = 1;\n    sint32 count = 2;\n  }\n"
            + "  enum Kind {\n    option allow_alias = true;\n    WEB = 1;\n    SHOP = 0;\n  }\n}\nmessage Refund {\n  string order_id = 1;\n}\n";
        await RegisterAsync("orders-value", Shop);

        Assert.Equal(Stored, await TextAsync("/subjects/orders-value/versions/1/schema"));
        Assert.Equal(Stored, await TextAsync("/subjects/orders-value/versions/1/schema?format=ignore_extensions"));
        Assert.Equal(10, Convert.FromBase64String(await TextAsync("/subjects/orders-value/versions/1/schema?format=serialized"))[0]);
    }

    private static byte[] Id(int id)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, id);
        return bytes;
    }

    private async Task<Registered> EnforceAsync(string topic, string schema, string references = "[]")
    {
        var registered = await RegisterAsync(topic + "-value", schema, references);
        await _app.CreateTopicAsync(topic);
        using var set = await _app.SendAsync(HttpMethod.Put, $"/v1/topics/{topic}/schema", """{"mode":"enforce"}"""u8.ToArray());
        await set.JsonAsync(200);
        return registered;
    }

    private async Task<Registered> RegisterAsync(string subject, string schema, string references = "[]")
    {
        var body = new JsonObject { ["schemaType"] = "PROTOBUF", ["schema"] = schema, ["references"] = JsonNode.Parse(references) }.ToJsonString();
        using var response = await _app.SendAsync(HttpMethod.Post, $"/subjects/{subject}/versions", Encoding.UTF8.GetBytes(body));
        var id = (await response.JsonAsync(200)).GetProperty("id").GetInt32();
        return new(id, (await _app.GetJsonAsync($"/schemas/ids/{id}")).GetProperty("guid").GetGuid());
    }

    private async Task SetModeAsync(string mode)
    {
        using var set = await _app.SendAsync(HttpMethod.Put, "/mode/orders-value", Encoding.UTF8.GetBytes($$"""{"mode":"{{mode}}"}"""));
        await set.JsonAsync(200);
    }

    private async Task<JsonElement> PostAsync(Registered schema, byte[] indexes, byte[] message, int status)
    {
        using var response = await _app.SendAsync(HttpMethod.Post, "/v1/topics/orders", [0, .. Id(schema.Id), .. indexes, .. message], "application/octet-stream");
        return await response.JsonAsync(status);
    }

    private async Task<JsonElement> ProduceAsync(Guid guid, byte[] indexes, byte[] message, int status)
    {
        var header = Convert.ToBase64String([1, .. guid.ToByteArray(bigEndian: true), .. indexes]);
        using var response = await _app.PostAsync("/v1/topics/orders/records",
            $$"""[{"value":"{{Convert.ToBase64String(message)}}","valueEncoding":"base64","headers":[{"name":"__value_schema_id","value":"{{header}}","valueEncoding":"base64"}]}]""");
        return await response.JsonAsync(status);
    }

    private async Task<JsonElement[]> RecordsAsync(string topic, string query = "") =>
        [.. (await _app.GetJsonAsync($"/v1/topics/{topic}/records{query}")).GetProperty("records").EnumerateArray()];

    private async Task<string> TextAsync(string path)
    {
        using var response = await _app.GetAsync(path, "application/json");
        return await response.Content.ReadAsStringAsync();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private readonly record struct Registered(int Id, Guid Guid);
}
