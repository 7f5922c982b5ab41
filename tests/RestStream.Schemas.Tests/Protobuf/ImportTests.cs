namespace RestStream.Schemas.Tests.Protobuf;

public sealed class ImportTests
{
    private const string Head = "syntax = \"proto3\"; ";

    [Fact]
    public void TypeOfAnImport_IsKnown()
    {
        var schema = ProtobufSchemas.Parse(Head + "import \"a/b.proto\"; message M { lib.T t = 1; }", ProtobufSchemas.Reference("a/b.proto", Head + "package lib; message T {}"));
        Assert.Equal("lib.T", schema.File.Messages.Single().Fields.Single().Type!.FullName);
        Assert.Equal("a/b.proto", schema.References.Single().Name);
    }

    [Fact]
    public void TypeOfAnImportOfAnImport_IsKnown()
    {
        var deep = ProtobufSchemas.Reference("deep.proto", Head + "message Deep {}");
        const string Root = Head + "import \"mid.proto\"; message M { Deep d = 1; }";
        ProtobufSchemas.Parse(Root, ProtobufSchemas.Reference("mid.proto", Head + "import public \"deep.proto\";", 1, deep));
        ProtobufSchemas.Parse(Root, ProtobufSchemas.Reference("mid.proto", Head + "import \"deep.proto\";", 1, deep));
    }

    [Theory]
    [InlineData("import \"google/api/annotations.proto\"; message M {} service S { rpc X (M) returns (M) { option (google.api.http) = { get: \"/v1\" }; } }")]
    [InlineData("import public \"a.proto\"; import \"buf/validate/validate.proto\"; message M { string id = 1 [(buf.validate.field).required = true]; }")]
    [InlineData("message M { google.protobuf.Timestamp at = 1; }")]
    [InlineData("package google.api; message M { .google.protobuf.Any a = 1; protobuf.Duration d = 2; }")]
    public void ImportThatNoTypeNeeds_NeedNotBeThere(string text)
    {
        var schema = ProtobufSchemas.Parse(Head + text);
        Assert.Equal(schema.CanonicalText, ProtobufSchemas.Parse(schema.CanonicalText).CanonicalText);
        var normal = schema.Normalize().CanonicalText;
        Assert.Equal(normal, ProtobufSchemas.Parse(normal).Normalize().CanonicalText);
        Assert.NotEmpty(schema.Format("serialized"));
        Assert.True(schema.TryDecode([0], null, out _));
    }

    [Fact]
    public void ReferenceThatIsNotImported_IsKnownWhereATypeIsNotFound()
    {
        var lib = ProtobufSchemas.Reference("lib.proto", Head + "package lib; message T { int32 a = 1; } message M { int32 b = 1; }");
        var broken = ProtobufSchemas.Reference("broken.proto", Head + "import \"lib.proto\"; message { }");
        var fields = ProtobufSchemas.Parse(Head + "import \"gone.proto\"; message M { lib.T t = 1; M m = 2; }", broken, lib).File.Messages.Single().Fields;
        Assert.Equal(["lib.T", "M"], fields.Select(field => field.Type!.FullName));
    }

    /// <summary>A long chain of imports that ends in a wrong file is read once, though each of its files is tried.</summary>
    [Fact]
    public void ReferencesThatAreWrong_AreEachReadOnce()
    {
        var large = string.Concat(Enumerable.Range(1, 5_000).Select(number => $"string field_{number} = {number}; ")).Replace("190", "1900", StringComparison.Ordinal);
        var last = ProtobufSchemas.Reference("f0.proto", Head + "message { }");
        for (var number = 1; number < 300; number++)
            last = ProtobufSchemas.Reference($"f{number}.proto", $"{Head}import \"f{number - 1}.proto\"; message T{number} {{ {(number < 20 ? large : "")} }}", 1, last);
        Assert.Contains("type Nowhere is not known", ProtobufSchemas.Refused(Head + "message M { Nowhere n = 1; }", last).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReferenceThatIsNotImported_MayUseWhatIsBuiltIn() => Assert.Equal("lib.T", ProtobufSchemas.Parse(Head + "message M { lib.T t = 1; }",
        ProtobufSchemas.Reference("lib.proto", Head + "package lib; message T { google.protobuf.Timestamp at = 1; }")).File.Messages.Single().Fields[0].Type!.FullName);

    [Fact]
    public void ReferencesThatLookForTypesInEachOther_AreRead()
    {
        var first = ProtobufSchemas.Reference("a.proto", Head + "package a; message A { b.B b = 1; }");
        var second = ProtobufSchemas.Reference("b.proto", Head + "package b; import \"c.proto\"; message B {}", 1, ProtobufSchemas.Reference("c.proto", Head + "package c; message C {}"));
        var schema = ProtobufSchemas.Parse(Head + "import \"a.proto\"; import \"b.proto\"; message M { a.A a = 1; b.B b = 2; c.C c = 3; }", first, second);
        Assert.Equal(["a.A", "b.B", "c.C"], schema.File.Messages.Single().Fields.Select(field => field.Type!.FullName));
    }

    [Fact]
    public void FaultInAnImport_IsToldWithItsPath()
    {
        var refused = ProtobufSchemas.Refused(Head + "import \"a.proto\";", ProtobufSchemas.Reference("a.proto", Head + "\nmessage {}"));
        Assert.Equal("line 2, column 9 of \"a.proto\"", refused.Place);
    }

    [Fact]
    public void ImportsThatLeadBack_AreRefused()
    {
        var loop = ProtobufSchemas.Reference("a.proto", Head + "import \"b.proto\";", 1, ProtobufSchemas.Reference("b.proto", Head + "import \"a.proto\";"));
        Assert.Contains("leads back", ProtobufSchemas.Refused(Head + "import \"a.proto\";", loop).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneNameInTwoImports_IsRefused()
    {
        var refused = ProtobufSchemas.Refused(Head + "import \"a.proto\"; import \"b.proto\";",
            ProtobufSchemas.Reference("a.proto", Head + "message T {}"), ProtobufSchemas.Reference("b.proto", Head + "message T {}"));
        Assert.Equal("T is declared in \"a.proto\" and in \"b.proto\".", refused.Message);
    }

    [Fact]
    public void ImportInBase64_IsRead()
    {
        var lib = ProtobufSchemas.Parse(Head + "package lib; message T { int32 a = 1; }").Format("serialized");
        Assert.Equal("lib.T", ProtobufSchemas.Parse(Head + "import \"a.proto\"; message M { lib.T t = 1; }", ProtobufSchemas.Reference("a.proto", lib)).File.Messages.Single().Fields[0].Type!.FullName);
    }

    [Theory]
    [InlineData("message M { T t = 1; message T {} } message T {}", "a.b.M.T")]
    [InlineData("message M { .a.b.T t = 1; message T {} } message T {}", "a.b.T")]
    [InlineData("message M { b.T t = 1; message T {} } message T {}", "a.b.T")]
    [InlineData("message M { a.b.T t = 1; } message T {}", "a.b.T")]
    [InlineData("message M { N.T t = 1; } message N { message T {} }", "a.b.N.T")]
    [InlineData("message M { message N { T t = 1; } message T {} N n = 1; } message T {}", "a.b.M.N")]
    public void Name_MeansWhatTheInnermostScopeKnows(string text, string expected) =>
        Assert.Equal(expected, ProtobufSchemas.Parse($"syntax = \"proto3\"; package a.b; {text}").File.Messages.First().Fields[0].Type!.FullName);

    [Fact]
    public void NameWhoseFirstPartAnInnerScopeHas_IsNotSoughtFurtherOut() =>
        Assert.Contains("N.T is not known", ProtobufSchemas.Refused(Head + "message M { N.T t = 1; message N {} } message N { message T {} }").Message, StringComparison.Ordinal);

    [Fact]
    public void EnumOfProto2_CannotBeUsedByProto3() => Assert.Contains("enum of proto2",
        ProtobufSchemas.Refused(Head + "import \"a.proto\"; message M { E e = 1; }", ProtobufSchemas.Reference("a.proto", "enum E { A = 0; }")).Message, StringComparison.Ordinal);
}
