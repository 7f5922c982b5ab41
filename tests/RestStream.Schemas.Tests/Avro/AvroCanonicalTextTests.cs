using RestStream.Schemas.Avro;
using static RestStream.Schemas.Tests.Avro.AvroText;

namespace RestStream.Schemas.Tests.Avro;

public sealed class AvroCanonicalTextTests
{
    private const string Given =
        """{"namespace":"a.b", "type":"record","name":"R","aliases":["Z","Q"],"doc":"d","custom":{"b":1,"a":2},"fields":[{"name":"f","default":1,"type":{"type":"int"},"doc":"fd","aliases":["g"],"zz":1},{"name":"e","type":{"name":"E","type":"enum","symbols":["X","Y"],"default":"X"}},{"name":"d","type":{"type":"bytes","logicalType":"decimal","scale":2,"precision":9}},{"name":"e2","type":"a.b.E","order":"ignore"}]}""";

    private const string Stored =
        """{"type":"record","name":"R","namespace":"a.b","doc":"d","fields":[{"name":"f","type":"int","doc":"fd","default":1,"aliases":["g"],"zz":1},{"name":"e","type":{"type":"enum","name":"E","symbols":["X","Y"],"default":"X"}},{"name":"d","type":{"type":"bytes","logicalType":"decimal","scale":2,"precision":9}},{"name":"e2","type":"E","order":"ignore"}],"custom":{"b":1,"a":2},"aliases":["Z","Q"]}""";

    private const string Normalized =
        """{"type":"record","name":"R","namespace":"a.b","doc":"d","fields":[{"name":"f","type":"int","doc":"fd","default":1,"aliases":["g"],"zz":1},{"name":"e","type":{"type":"enum","name":"E","symbols":["X","Y"],"default":"X"}},{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},{"name":"e2","type":"E","order":"ignore"}],"custom":{"a":2,"b":1},"aliases":["Q","Z"]}""";

    [Fact]
    public void Record_WithAllThatAvroKnows_IsStoredInTheRegistrysOrder() => Assert.Equal(Stored, Parse(Given).CanonicalText);

    [Fact]
    public void Record_WithAllThatAvroKnows_IsNormalized() => Assert.Equal(Normalized, Parse(Given).Normalize().CanonicalText);

    [Theory]
    [InlineData("\"string\"", "\"string\"")]
    [InlineData(" { \"type\" : \"string\" } ", "\"string\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", """{"type":"long","logicalType":"timestamp-millis"}""")]
    [InlineData("""{"type":"int","doc":"gone","name":"gone","extra":"kept"}""", """{"type":"int","extra":"kept"}""")]
    [InlineData("""["null",{"type":"int"},{"items":"string","type":"array"}]""", """["null","int",{"type":"array","items":"string"}]""")]
    [InlineData("""{"values":{"type":"long"},"type":"map","x":null}""", """{"type":"map","values":"long","x":null}""")]
    [InlineData("""{"size":16,"type":"fixed","name":"a.b.MD5","aliases":["a.b.Old","c.Other","Short"]}""", """{"type":"fixed","name":"MD5","namespace":"a.b","size":16,"aliases":["Old","c.Other","Short"]}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":[],"doc":""}""", """{"type":"enum","name":"E","doc":"","symbols":[]}""")]
    [InlineData("""{"type":"error","name":"E","fields":[]}""", """{"type":"error","name":"E","fields":[]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","order":"ascending"},{"name":"b","type":"int","order":"descending"}]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","order":"descending"}]}""")]
    [InlineData("""{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"fixed","name":"F","namespace":"","size":1}}]}""", """{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"fixed","name":"F","namespace":"","size":1}}]}""")]
    [InlineData("""{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"fixed","name":"b.F","size":1}},{"name":"y","type":"b.F"},{"name":"z","type":["null","R"]}]}""", """{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"fixed","name":"F","namespace":"b","size":1}},{"name":"y","type":"b.F"},{"name":"z","type":["null","R"]}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"x","type":"double","default":1e5},{"name":"y","type":"float","default":"NaN"},{"name":"z","type":"double","default":"1.5"},{"name":"w","type":"double","default":0.00012}]}""", """{"type":"record","name":"R","fields":[{"name":"x","type":"double","default":100000.0},{"name":"y","type":"float","default":"NaN"},{"name":"z","type":"double","default":1.5},{"name":"w","type":"double","default":1.2E-4}]}""")]
    [InlineData("""{"type":"string","x":"\u00e4\u0001\n\/\"\ud83d\ude00"}""", "{\"type\":\"string\",\"x\":\"ä\\u0001\\n/\\\"😀\"}")]
    [InlineData("/* said */ {\"type\":\"int\"} // more", "\"int\"")]
    [InlineData("""{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"fixed","name":"int","namespace":"a","size":1}},{"name":"y","type":"a.int"}]}""", """{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"fixed","name":"int","size":1}},{"name":"y","type":"a.int"}]}""")]
    public void Schema_Stored_IsInOneForm(string given, string stored)
    {
        Assert.Equal(stored, Parse(given).CanonicalText);
        Assert.Equal(stored, Parse(stored).CanonicalText);
    }

    [Theory]
    [InlineData("""{"type":"bytes","z":1,"scale":0,"precision":4,"logicalType":"decimal","b":{"y":1,"x":[{"d":1,"c":2}]}}""", """{"type":"bytes","logicalType":"decimal","precision":4,"b":{"x":[{"c":2,"d":1}],"y":1},"z":1}""")]
    [InlineData("""{"type":"int","b":1,"logicalType":"date","a":1}""", """{"type":"int","logicalType":"date","a":1,"b":1}""")]
    [InlineData("""{"type":"int","z":1,"logicalType":"one-of-ours","a":1}""", """{"type":"int","a":1,"logicalType":"one-of-ours","z":1}""")]
    [InlineData("""{"type":"int","z":1,"scale":2,"precision":1,"logicalType":"decimal"}""", """{"type":"int","logicalType":"decimal","precision":1,"scale":2,"z":1}""")]
    [InlineData("""{"type":"array","items":"int","b":1,"a":2}""", """{"type":"array","items":"int","a":2,"b":1}""")]
    [InlineData("""{"type":"enum","name":"a.E","symbols":["B","A"],"doc":"","aliases":["Z","b.Y"]}""", """{"type":"enum","name":"E","namespace":"a","symbols":["B","A"],"aliases":["Z","b.Y"]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":0,"aliases":["z","y"],"q":1,"p":2}]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":0.0,"aliases":["y","z"],"p":2,"q":1}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"map","values":"float"},"default":{"z":1,"b":0.1}}]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"map","values":"float"},"default":{"b":0.1,"z":1.0}}]}""")]
    public void Schema_Normalized_IsInOneOrder(string given, string normalized)
    {
        ParsedSchema schema = Parse(given).Normalize();
        Assert.Equal(normalized, schema.CanonicalText);
        Assert.Equal(normalized, schema.Normalize().CanonicalText);
    }

    [Fact]
    public void References_Normalized_AreSortedAndOnce()
    {
        var one = Reference("b", """{"type":"fixed","name":"b","size":1}""");
        var other = Reference("a", """{"type":"fixed","name":"a","size":1}""");
        AvroSchema schema = Parse("""["a","b"]""", one, other, one);
        Assert.Equal(["a", "b"], schema.Normalize().References.Select(reference => reference.Name));
    }

    [Fact]
    public void ReferencedTypes_AreStoredByNameAndResolvedOnDemand()
    {
        var city = Reference("shop.City", """{"type":"enum","name":"City","namespace":"shop","symbols":["ROME"]}""");
        var address = Reference("shop.Address", """{"type":"record","name":"shop.Address","fields":[{"name":"city","type":"City"}]}""", city);
        AvroSchema schema = Parse("""{"type":"record","name":"shop.User","fields":[{"name":"a","type":"shop.Address"},{"name":"c","type":"City"}]}""", address);

        Assert.Equal("""{"type":"record","name":"User","namespace":"shop","fields":[{"name":"a","type":"Address"},{"name":"c","type":"City"}]}""", schema.CanonicalText);
        Assert.Equal(
            """{"type":"record","name":"User","namespace":"shop","fields":[{"name":"a","type":{"type":"record","name":"Address","fields":[{"name":"city","type":{"type":"enum","name":"City","symbols":["ROME"]}}]}},{"name":"c","type":"City"}]}""",
            schema.Format("resolved"));
        Assert.Equal(schema.CanonicalText, schema.Format("unheard-of"));
        Assert.Equal("shop.User", schema.RecordName);
        Assert.Equal(["shop.Address"], schema.References.Select(reference => reference.Name));
    }
}
