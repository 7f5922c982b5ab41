using RestStream.Schemas.Protobuf.Compatibility;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Tests.Protobuf;

public sealed class CompatibilityImportTests
{
    private const string Home = "syntax = \"proto3\"; package lib; message Home { int32 id = 1; bool on = 2; }";
    private const string ChangedHome = "syntax = \"proto3\"; package lib; message Home { string id = 1; bool on = 2; }";
    private const string GrownHome = "syntax = \"proto3\"; package lib; message Home { int32 id = 1; bool on = 2; Home next = 3; }";
    private const string Root = "syntax = \"proto3\"; import \"home.proto\"; message M { .lib.Home home = 1; }";

    [Fact]
    public void AnotherVersionThatBreaks_IsToldThereAndAtTheField() =>
        Expect(["FIELD_NAMED_TYPE_CHANGED #/M/1", "FIELD_SCALAR_KIND_CHANGED #/Home/1"], Of(Home, 1), Of(ChangedHome, 2));

    [Fact]
    public void AnotherVersionThatGrew_IsReadable() => Expect(["FIELD_ADDED #/Home/3"], Of(Home, 1), Of(GrownHome, 2));

    [Fact]
    public void TheSameVersion_IsNotCompared() => Expect([], Of(Home, 1), Of(Home, 1));

    [Fact]
    public void AnotherPackageOfAnImport_DoesNotCount() =>
        Expect([], Of(Home, 1), ProtobufSchemas.Parse(Root.Replace(".lib.", ".other.", StringComparison.Ordinal),
            ProtobufSchemas.Reference("home.proto", Home.Replace("package lib", "package other", StringComparison.Ordinal), 2)).File);

    [Fact]
    public void AnotherNameInAnImport_IsANamedTypeChange() =>
        Expect(["FIELD_NAMED_TYPE_CHANGED #/M/1"], Of(Home, 1), ProtobufSchemas.Parse(Root.Replace("Home home", "House home", StringComparison.Ordinal),
            ProtobufSchemas.Reference("home.proto", Home.Replace("Home", "House", StringComparison.Ordinal), 2)).File);

    [Fact]
    public void AMessageThatMovesIntoAnImport_IsRemoved() =>
        Expect(["MESSAGE_REMOVED #/Home"], ProtobufSchemas.Parse("syntax = \"proto3\"; message M { Home home = 1; } message Home { int32 id = 1; bool on = 2; }").File, Of(Home, 1));

    [Fact]
    public void AMessageThatMovesOutOfAnImport_IsAdded() =>
        Expect(["MESSAGE_ADDED #/Home"], Of(Home, 1), ProtobufSchemas.Parse("syntax = \"proto3\"; message M { Home home = 1; } message Home { int32 id = 1; bool on = 2; }").File);

    [Fact]
    public void AnImportOfAnImportThatBreaks_IsTold()
    {
        ProtoFile Deep(string home, int version) => ProtobufSchemas.Parse(
            "syntax = \"proto3\"; import \"street.proto\"; message M { lib.Street street = 1; }",
            ProtobufSchemas.Reference("street.proto", "syntax = \"proto3\"; package lib; import \"home.proto\"; message Street { repeated Home homes = 4; }", version,
                ProtobufSchemas.Reference("home.proto", home, version))).File;
        Expect(["FIELD_NAMED_TYPE_CHANGED #/M/1", "FIELD_NAMED_TYPE_CHANGED #/Street/4", "FIELD_SCALAR_KIND_CHANGED #/Home/1"], Deep(Home, 1), Deep(ChangedHome, 2));
    }

    private static ProtoFile Of(string home, int version) => ProtobufSchemas.Parse(Root, ProtobufSchemas.Reference("home.proto", home, version)).File;

    private static void Expect(string[] expected, ProtoFile writer, ProtoFile reader) =>
        Assert.Equal(expected, SchemaDiff.Compare(writer, reader).Select(each => $"{each.TypeName} {each.Path}").Order());
}
