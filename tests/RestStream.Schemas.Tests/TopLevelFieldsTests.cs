using RestStream.Schemas.Avro;
using RestStream.Schemas.Json;
using RestStream.Schemas.Protobuf;

namespace RestStream.Schemas.Tests;

public sealed class TopLevelFieldsTests
{
    [Theory]
    [InlineData(SchemaType.Json, """{"properties":{"a":{"properties":{"b":true}},"c":true}}""", "a c")]
    [InlineData(SchemaType.Json, "true", "")]
    [InlineData(SchemaType.Avro, """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"c","type":{"type":"record","name":"S","fields":[{"name":"b","type":"int"}]}}]}""", "a c")]
    [InlineData(SchemaType.Avro, "\"int\"", "")]
    [InlineData(SchemaType.Protobuf, "message M { optional int32 a = 1; oneof o { int32 c = 2; } message N { optional int32 b = 1; } } message S { optional int32 d = 1; }", "a d")]
    public void FieldsAtTheTop_AreNamed_AndNoneBelow(SchemaType type, string text, string names)
    {
        ISchemaProvider[] providers = [new JsonSchemaProvider(), new AvroProvider(), new ProtobufProvider()];
        Assert.Equal(names, string.Join(' ', providers.Single(provider => provider.Type == type).Parse(text, []).TopLevelFields));
    }
}
