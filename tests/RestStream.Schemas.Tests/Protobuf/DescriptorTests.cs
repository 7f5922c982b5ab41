using Google.Protobuf;
using Google.Protobuf.Reflection;
using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Linking;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Tests.Protobuf;

public sealed class DescriptorTests
{
    private const string Everything = """
        syntax = "proto2"; package a.b;
        import "google/protobuf/descriptor.proto"; import public "google/protobuf/timestamp.proto";
        option java_package = "x"; option optimize_for = CODE_SIZE; option (info) = { name: "n" more: [1, -2] };
        message Info { optional string name = 1; repeated sint32 more = 2; }
        extend google.protobuf.FileOptions { optional Info info = 50000; }
        extend google.protobuf.FieldOptions { repeated string tags = 50001; }
        enum Kind { option allow_alias = true; reserved 5 to 9, -3; reserved "Q"; A = 1; B = 0; C = 0 [deprecated = true]; D = -1; }
        message M {
          option deprecated = true; reserved 100, 200 to 300; reserved "old"; extensions 1000 to 1999, 3000;
          required int32 a = 1 [default = -7]; optional string s = 2 [default = "q\"\n", (tags) = "x", (tags) = "y"]; optional bytes by = 3 [default = "\xff\000a"];
          optional double d = 4 [default = 1e20]; optional float f = 5 [default = -inf, json_name = "EFF"]; repeated int32 p = 6 [packed = true]; optional Kind k = 7 [default = A];
          oneof o { int64 x = 8; group Grp = 9 { optional bool z = 1; } M m = 10; }
          repeated group Item = 11 { required string name = 1; optional google.protobuf.Timestamp ts = 2; message Deep {} }
          map<int32, N.E> me = 12; map<string, .a.b.M.N> mn = 13;
          message N { optional M outer = 1; enum E { E0 = 0; } extend M { optional N ext = 1500; } }
        }
        extend M { optional int32 top = 1000; }
        service S { option deprecated = true; rpc A (M) returns (stream .a.b.M); rpc B(stream M.N) returns (M) { option idempotency_level = IDEMPOTENT; } }
        """;

    private const string Proto3 = """
        syntax = "proto3"; package c;
        message M { int32 a = 1; optional string b = 2; repeated double c = 3; map<string, M> d = 4; oneof e { bool f = 5; M g = 6; } optional E h = 7; enum E { Z = 0; } string snake_case = 8 [json_name = "@x"]; }
        """;

    [Theory]
    [InlineData(Everything)]
    [InlineData(Proto3)]
    public void TextToDescriptorToText_IsTheSameSchema(string text)
    {
        var schema = ProtobufSchemas.Parse(text);
        var back = ProtobufSchemas.Parse(schema.Format("serialized"));
        Assert.Equal(back.CanonicalText, ProtobufSchemas.Parse(back.Format("serialized")).CanonicalText);
        Assert.Equal(Convert.ToHexString(FileDescriptorProto.Parser.ParseFrom(Convert.FromBase64String(back.Format("serialized"))).ToByteArray()).Length,
            Convert.ToHexString(Convert.FromBase64String(back.Format("serialized"))).Length);
        Assert.Empty(back.CannotRead(schema, CompatibilityPolicy.Strict));
        Assert.Empty(schema.CannotRead(back, CompatibilityPolicy.Strict));
    }

    [Fact]
    public void NormalisedTextOfADescriptor_IsThatOfTheText()
    {
        var schema = ProtobufSchemas.Parse(Proto3);
        Assert.Equal(schema.Normalize().CanonicalText, ProtobufSchemas.Parse(schema.Format("serialized")).Normalize().CanonicalText);
    }

    [Theory]
    [InlineData(Everything)]
    [InlineData(Proto3)]
    public void Descriptor_IsAcceptedByGoogle(string text)
    {
        var schema = ProtobufSchemas.Parse(text);
        var files = schema.File.Closure().Select(file => ByteString.CopyFrom(DescriptorWriter.Write(file))).ToList();
        var extensions = new ExtensionRegistry();
        var built = FileDescriptor.BuildFromByteStrings(files, extensions);
        Assert.Equal(schema.File.Messages.Select(message => message.FullName), built[^1].MessageTypes.Select(message => message.FullName));
        Assert.All(schema.File.Messages, message => Assert.Equal(
            message.AllFields.Select(field => (field.Name, field.Number, field.IsRepeated, field.JsonName)),
            built[^1].FindTypeByName<MessageDescriptor>(message.Name).Fields.InDeclarationOrder().Select(field => (field.Name, field.FieldNumber, field.IsRepeated, field.JsonName))));
    }

    /// <summary>A type that is used without its import: the descriptor names the file all the same, once.</summary>
    [Fact]
    public void DescriptorOfAFileWithoutAnImport_NamesIt()
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto3\"; import \"google/protobuf/any.proto\"; message M { google.protobuf.Timestamp a = 1; message N { google.protobuf.Timestamp b = 1; google.protobuf.Any c = 2; } }");
        var bytes = Convert.FromBase64String(schema.Format("serialized"));
        Assert.Equal(["google/protobuf/any.proto", "google/protobuf/timestamp.proto"], FileDescriptorProto.Parser.ParseFrom(bytes).Dependency);
        var known = new[] { "google/protobuf/any.proto", "google/protobuf/timestamp.proto" }.Select(path => ByteString.CopyFrom(DescriptorWriter.Write(WellKnownFiles.Find(path)!)));
        Assert.Equal("Timestamp", FileDescriptor.BuildFromByteStrings([.. known, ByteString.CopyFrom(bytes)])[^1].MessageTypes[0].Fields[1].MessageType.Name);
    }

    /// <summary>What our file says of Google's types is what Google's own library says.</summary>
    [Fact]
    public void WellKnownFiles_AreGoogles()
    {
        FileDescriptor[] known =
        [
            Google.Protobuf.WellKnownTypes.AnyReflection.Descriptor, Google.Protobuf.WellKnownTypes.ApiReflection.Descriptor, Google.Protobuf.WellKnownTypes.DurationReflection.Descriptor,
            Google.Protobuf.WellKnownTypes.EmptyReflection.Descriptor, Google.Protobuf.WellKnownTypes.FieldMaskReflection.Descriptor,
            Google.Protobuf.WellKnownTypes.SourceContextReflection.Descriptor, Google.Protobuf.WellKnownTypes.StructReflection.Descriptor,
            Google.Protobuf.WellKnownTypes.TimestampReflection.Descriptor, Google.Protobuf.WellKnownTypes.TypeReflection.Descriptor, Google.Protobuf.WellKnownTypes.WrappersReflection.Descriptor,
        ];
        foreach (var expected in known)
        {
            var ours = FileDescriptorProto.Parser.ParseFrom(DescriptorWriter.Write(WellKnownFiles.Find(expected.Name)!));
            Assert.Equal(Shape(expected.ToProto()), Shape(ours));
        }

        var descriptor = WellKnownFiles.Find("google/protobuf/descriptor.proto")!;
        foreach (var message in descriptor.Messages)
        {
            var theirs = FileDescriptorProto.Descriptor.File.FindTypeByName<MessageDescriptor>(message.Name);
            Assert.Equal(theirs.Fields.InFieldNumberOrder().Select(field => (field.Name, field.FieldNumber, field.FieldType)),
                message.AllFields.OrderBy(field => field.Number).Select(field => (field.Name, field.Number, TypeOf(field.Kind))));
        }
    }

    [Fact]
    public void EveryBuiltInFile_CanBeImported()
    {
        Assert.True(WellKnownFiles.Paths.Count() >= 30);
        Assert.All(WellKnownFiles.Paths, path => ProtobufSchemas.Parse($"syntax = \"proto3\"; import \"{path}\";"));
    }

    /// <summary>descriptor.proto is itself a schema: Google's messages of it, decoded by ours, are Google's JSON.</summary>
    [Theory]
    [InlineData(Everything)]
    [InlineData(Proto3)]
    public void DescriptorDecodedAsARecord_IsGooglesJson(string text)
    {
        var bytes = Convert.FromBase64String(ProtobufSchemas.Parse(text).Format("serialized"));
        var expected = new JsonFormatter(JsonFormatter.Settings.Default).Format(FileDescriptorProto.Parser.ParseFrom(bytes));
        var schema = ProtobufSchemas.Parse("syntax = \"proto2\"; import \"google/protobuf/descriptor.proto\"; message M { optional google.protobuf.FileDescriptorProto f = 1; }");
        var writer = new WireWriter();
        writer.Varint(0);
        writer.Bytes(1, bytes);
        var found = System.Text.Json.Nodes.JsonNode.Parse(DecodeTests.Json(schema, writer.Written.Span));
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(expected), found!["f"]), $"{expected}\n{found}");
    }

    [Fact]
    public void OptionOfAnUnknownExtension_IsKept()
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto3\"; option (who.knows).deep = { a: 1 }; message M { int32 a = 1 [(x) = -5]; }");
        var descriptor = FileDescriptorProto.Parser.ParseFrom(Convert.FromBase64String(schema.Format("serialized")));
        Assert.Equal(["who.knows", "deep"], descriptor.Options.UninterpretedOption[0].Name.Select(part => part.NamePart_));
        Assert.Equal(-5, descriptor.MessageType[0].Field[0].Options.UninterpretedOption[0].NegativeIntValue);
    }

    /// <summary>Two entries of maps with one name: no descriptor, and so no text either.</summary>
    [Fact]
    public void MapEntriesOfOneName_AreRefused()
    {
        var entry = new DescriptorProto { Name = "E", Options = new MessageOptions { MapEntry = true } };
        var file = new FileDescriptorProto { Name = "x.proto", MessageType = { new DescriptorProto { Name = "M", NestedType = { entry, entry } } } };
        Assert.Contains("expected message", ProtobufSchemas.Refused(file.ToByteString().ToBase64()).Message, StringComparison.OrdinalIgnoreCase);
    }

    private static FieldType TypeOf(FieldKind kind) => Enum.Parse<FieldType>(kind.ToString());

    /// <summary>A descriptor without what says nothing of records: options, and the names in JSON, which the library leaves out.</summary>
    private static string Shape(FileDescriptorProto file)
    {
        file = file.Clone();
        file.Options = null;
        foreach (var message in file.MessageType) ClearJsonNames(message);
        return file.ToString();
    }

    private static void ClearJsonNames(DescriptorProto message)
    {
        foreach (var field in message.Field) field.ClearJsonName();
        foreach (var nested in message.NestedType) ClearJsonNames(nested);
    }
}
