using Google.Protobuf.Reflection;

namespace RestStream.Schemas.Tests.Protobuf;

/// <summary>Maps as Java's serialisers register them: as the message of their entries, which descriptors have.</summary>
public sealed class MapEntryTests
{
    private const string Declared = """
        syntax = "proto3";
        package p;

        message M {
          repeated .p.M.TagsEntry tags = 1;
          repeated .p.M.InnersEntry inners = 2;

          message TagsEntry {
            option map_entry = true;

            string key = 1;
            int32 value = 2;
          }
          message Inner {
            bool on = 1;
          }
          message InnersEntry {
            option map_entry = true;

            int64 key = 1;
            .p.M.Inner value = 2;
          }
        }

        """;

    private const string Map = "syntax = \"proto3\"; package p; message M { map<string, int32> tags = 1; map<int64, Inner> inners = 2; message Inner { bool on = 1; } }";

    [Fact]
    public void DeclaredEntries_AreStoredAsTheyWereWritten_AndNormalisedToAMap()
    {
        var schema = ProtobufSchemas.Parse(Declared);
        Assert.Equal(Declared, schema.CanonicalText);
        Assert.Equal(ProtobufSchemas.Parse(Map).Normalize().CanonicalText, schema.Normalize().CanonicalText);
        Assert.Contains("map<string, int32> tags = 1;\n  map<int64, .p.M.Inner> inners = 2;", schema.Normalize().CanonicalText, StringComparison.Ordinal);
    }

    [Fact]
    public void DeclaredEntries_AreAMapToReadersAndWriters()
    {
        var (declared, map) = (ProtobufSchemas.Parse(Declared), ProtobufSchemas.Parse(Map));
        Assert.Empty(declared.CannotRead(map, CompatibilityPolicy.Strict));
        Assert.Empty(map.CannotRead(declared, CompatibilityPolicy.Strict));
        var changed = ProtobufSchemas.Parse(Map.Replace("int32> tags", "string> tags", StringComparison.Ordinal));
        Assert.Equal("FIELD_SCALAR_KIND_CHANGED #/M/1", string.Join(", ", changed.CannotRead(declared, CompatibilityPolicy.Strict).Select(found => $"{found.ErrorType} {found.Path}")));
    }

    /// <summary>An entry that is declared is a message that indexes count.</summary>
    [Theory]
    [InlineData("000a050a016110051206080712020801", "{\"tags\":{\"a\":5},\"inners\":{\"7\":{\"on\":true}}}")]
    [InlineData("0400020801", "{\"on\":true}")]
    public void Payload_IsShownAsAMap(string hex, string expected) => Assert.Equal(expected, DecodeTests.Json(ProtobufSchemas.Parse(Declared), Convert.FromHexString(hex)));

    [Fact]
    public void Descriptor_HasEachEntryOnce()
    {
        var descriptor = FileDescriptorProto.Parser.ParseFrom(Convert.FromBase64String(ProtobufSchemas.Parse(Declared).Format("serialized")));
        Assert.Equal(["TagsEntry", "Inner", "InnersEntry"], descriptor.MessageType[0].NestedType.Select(nested => nested.Name));
        Assert.Equal([".p.M.TagsEntry", ".p.M.InnersEntry"], descriptor.MessageType[0].Field.Select(field => field.TypeName));
        var built = FileDescriptor.BuildFromByteStrings([Google.Protobuf.ByteString.FromBase64(ProtobufSchemas.Parse(Declared).Format("serialized"))]);
        Assert.True(built[0].MessageTypes[0].Fields[1].IsMap);
    }
}
