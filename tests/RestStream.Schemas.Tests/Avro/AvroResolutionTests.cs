using System.Globalization;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Avro;
using static RestStream.Schemas.Tests.Avro.AvroText;

namespace RestStream.Schemas.Tests.Avro;

public sealed class AvroResolutionTests
{
    private static readonly string[] Kinds =
        ["NAME_MISMATCH", "FIXED_SIZE_MISMATCH", "MISSING_ENUM_SYMBOLS", "READER_FIELD_MISSING_DEFAULT_VALUE", "TYPE_MISMATCH", "MISSING_UNION_BRANCH"];

    /// <summary>One pair a line: two schemas, and the differences (kind and path) each meets when it reads the other.</summary>
    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Avro", "compatibility.ndjson")))
            data.Add(JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!, line);
        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pair_InBothDirections_HasItsDifferences(string name, string line)
    {
        JsonElement pair = JsonDocument.Parse(line).RootElement;
        string one = pair.GetProperty("one").GetRawText(), other = pair.GetProperty("other").GetRawText();
        Assert.Equal(Listed(pair, "oneReadsOther"), Differences(one, other));
        Assert.Equal(Listed(pair, "otherReadsOne"), Differences(other, one));
        Assert.NotEmpty(name);
    }

    [Fact]
    public void Matrix_AsAWhole_HasEveryKindOfDifference()
    {
        string all = string.Concat(Pairs().Select(row => (string)row[1]));
        Assert.True(Pairs().Count >= 150);
        Assert.All(Kinds, kind => Assert.Contains(kind, all, StringComparison.Ordinal));
    }

    [Fact]
    public void Difference_Described_NamesWhatDiffersAndTheCure()
    {
        Incompatibility found = Assert.Single(Parse("""{"type":"record","name":"R","fields":[{"name":"b","type":"int"}]}""")
            .CannotRead(Parse("""{"type":"record","name":"R","fields":[]}"""), CompatibilityPolicy.Strict));
        Assert.Equal("The reader's field \"b\" is not in what was written, and has no \"default\". Give it one.", found.Description);
    }

    [Fact]
    public void WriterOfAnotherType_Compared_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Parse("\"int\"").CannotRead(new OtherSchema(), CompatibilityPolicy.Strict));

    /// <summary>While B is tried for the union, X counts as readable because B is taken to be; B is not, so X is not.</summary>
    [Fact]
    public void PairThatLeansOnAPairThatFails_MetAgain_FailsToo()
    {
        string Schema(string type) => $$$"""
            {"type":"record","name":"R","fields":[
              {"name":"u","type":["null",{"type":"record","name":"B","fields":[
                {"name":"x","type":{"type":"record","name":"X","fields":[{"name":"b","type":["null","B"]}]}},
                {"name":"v","type":"{{{type}}}"}]}]},
              {"name":"x","type":"X"}]}
            """;
        Assert.Equal(["MISSING_UNION_BRANCH /fields/0/type/1", "MISSING_UNION_BRANCH /fields/1/type/fields/0/type/1"], Differences(Schema("int"), Schema("string")));
    }

    [Fact]
    public void ReferencedTypes_Compared_AreResolvedAsIfTheyStoodThere()
    {
        const string user = """{"type":"record","name":"U","fields":[{"name":"a","type":"shop.Address"}]}""";
        var old = Parse(user, Reference("shop.Address", """{"type":"record","name":"Address","namespace":"shop","fields":[]}"""));
        var next = Parse(user, Reference("shop.Address", """{"type":"record","name":"Address","namespace":"shop","fields":[{"name":"zip","type":"string"}]}"""));
        Incompatibility found = Assert.Single(next.CannotRead(old, CompatibilityPolicy.Strict));
        Assert.Equal("/fields/0/type/fields/0", found.Path);
        Assert.Empty(old.CannotRead(next, CompatibilityPolicy.Strict));
    }

    /// <summary>One after the other in the text, each type within the next: no text is that deep, the types are.</summary>
    [Fact]
    public void ChainOfManyTypes_Compared_IsRefused()
    {
        string text = Union(50_000, index => index == 0 ? "\"int\"" : string.Create(CultureInfo.InvariantCulture, $"\"R{index - 1}\""));
        AvroSchema reader = Parse("\"R49999\"", Reference("chain", text)), writer = Parse("\"R49999\"", Reference("chain", text.Replace("\"int\"", "\"string\"", StringComparison.Ordinal)));
        Exception? thrown = OnSmallStack(() => reader.CannotRead(writer, CompatibilityPolicy.Strict));
        Assert.Contains("too large", Assert.IsType<SchemaException>(thrown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnionsOfManyTypes_Compared_EndWithinTheBound()
    {
        string text = Union(5_000, _ => "\"int\"");
        AvroSchema reader = Parse(text), writer = Parse(text.Replace("\"R", "\"S", StringComparison.Ordinal));
        Exception? thrown = OnSmallStack(() => reader.CannotRead(writer, CompatibilityPolicy.Strict));
        Assert.True(thrown is null or SchemaException, thrown?.ToString());
    }

    private static string Union(int records, Func<int, string> type)
    {
        var union = new StringBuilder("[");
        for (int index = 0; index < records; index++)
            union.Append(CultureInfo.InvariantCulture, $$"""{"type":"record","name":"R{{index}}","fields":[{"type":{{type(index)}},"name":"f"}]},""");
        return union.Append("\"null\"]").ToString();
    }

    private static Exception? OnSmallStack(Action act)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(act), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        return thrown;
    }

    private static string[] Differences(string reader, string writer) =>
        [.. Parse(reader).CannotRead(Parse(writer), CompatibilityPolicy.Strict).Select(found => $"{found.ErrorType} {found.Path}")];

    private static string[] Listed(JsonElement pair, string member) => [.. pair.GetProperty(member).EnumerateArray().Select(item => item.GetString()!)];

    private sealed class OtherSchema : ParsedSchema
    {
        public override SchemaType Type => SchemaType.Json;

        public override string CanonicalText => "{}";

        public override string? RecordName => null;

        public override IReadOnlyList<SchemaReference> References => [];

        public override ParsedSchema Normalize() => this;

        public override string Format(string format) => CanonicalText;

        public override IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy) => [];
    }
}
