namespace RestStream.Schemas.Tests;

public sealed class SchemaTypesTests
{
    [Theory]
    [InlineData(null, SchemaType.Avro)]
    [InlineData("AVRO", SchemaType.Avro)]
    [InlineData("JSON", SchemaType.Json)]
    [InlineData("PROTOBUF", SchemaType.Protobuf)]
    public void ConfluentsName_IsTheType(string? name, SchemaType expected)
    {
        Assert.True(SchemaTypes.TryParse(name, out var type));
        Assert.Equal(expected, type);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("")]
    [InlineData("XSD")]
    public void AnotherName_IsNoType(string name) => Assert.False(SchemaTypes.TryParse(name, out _));
}
