using RestStream.Schemas.Protobuf;
using RestStream.Schemas.Protobuf.Compatibility;

namespace RestStream.Schemas.Tests.Protobuf;

public sealed class CompatibilityTableTests
{
    public static TheoryData<string, string, string, string> Pairs()
    {
        TheoryData<string, string, string, string> pairs = [];
        foreach (var line in Lines())
        {
            pairs.Add(line[0], line[1], line[2], line[3]);
            pairs.Add(line[0] + ", back", line[2], line[1], line[4]);
        }

        return pairs;
    }

    [Fact]
    public void Table_HasAtLeast150PairsAndEveryDifference()
    {
        var lines = Lines();
        Assert.True(lines.Count >= 150, $"{lines.Count} pairs");
        var cited = lines.SelectMany(line => Split(line[3]).Concat(Split(line[4]))).Select(each => each.Split(' ')[0]).ToHashSet();
        Assert.All(Enum.GetValues<DifferenceType>(), type => Assert.Contains(new Difference(type, "", "").TypeName, cited));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pair_HasTheDifferencesOfTheTable(string what, string writer, string reader, string expected)
    {
        var written = ProtobufSchemas.Parse(Complete(writer));
        var read = ProtobufSchemas.Parse(Complete(reader));
        var differences = SchemaDiff.Compare(written.File, read.File);
        Assert.True(Split(expected).Order().SequenceEqual(differences.Select(each => $"{each.TypeName} {each.Path}").Order()),
            $"{what}: expected {expected}, found {string.Join(", ", differences.Select(each => $"{each.TypeName} {each.Path}"))}");
        Assert.All(differences, each => Assert.EndsWith(".", each.Description, StringComparison.Ordinal));
        Assert.Equal(differences.Select(each => (each.TypeName, each.IsCompatible)), read.DifferencesFrom(written).Select(each => (each.Type, each.IsCompatible)));
    }

    /// <summary>What is told to clients is what breaks readers, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pair_CannotBeReadForTheBreakingDifferencesAlone(string what, string writer, string reader, string expected)
    {
        string[] harmless =
        [
            "MESSAGE_ADDED", "MESSAGE_MOVED", "ENUM_ADDED", "ENUM_REMOVED", "ENUM_CONST_ADDED", "ENUM_CONST_CHANGED", "ENUM_CONST_REMOVED", "FIELD_ADDED", "FIELD_REMOVED",
            "FIELD_NAME_CHANGED", "FIELD_STRING_OR_BYTES_LABEL_CHANGED", "ONEOF_ADDED", "ONEOF_REMOVED", "ONEOF_FIELD_ADDED", "ONEOF_FIELD_MOVED_TO_TOP_LEVEL",
        ];
        var breaking = Split(expected).Where(each => !harmless.Contains(each.Split(' ')[0])).Order();
        var found = ProtobufSchemas.Parse(Complete(reader)).CannotRead(ProtobufSchemas.Parse(Complete(writer)), CompatibilityPolicy.Strict);
        Assert.True(breaking.SequenceEqual(found.Select(each => $"{each.ErrorType} {each.Path}").Order()), what);
    }

    [Theory]
    [InlineData(ProtobufCompatibility.Version7, true)]
    [InlineData(ProtobufCompatibility.Version8, false)]
    public void FieldThatLeavesAOneof_IsReadableByTheRulesOf7Alone(ProtobufCompatibility compatibility, bool isReadable)
    {
        var provider = new ProtobufProvider(compatibility);
        var writer = provider.Parse(Complete("message M { oneof o { int32 a = 1; string b = 2; } }"), []);
        var reader = provider.Parse(Complete("message M { int32 a = 1; oneof o { string b = 2; } }"), []).Normalize();
        Assert.Equal(isReadable ? [] : ["ONEOF_FIELD_REMOVED #/M/o/1"], reader.CannotRead(writer, CompatibilityPolicy.Strict).Select(found => $"{found.ErrorType} {found.Path}"));
    }

    private static List<string[]> Lines() =>
        [.. ProtobufSchemas.Data("compatibility.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | "))];

    private static string[] Split(string differences) => differences == "-" ? [] : differences.Split(", ");

    private static string Complete(string text) => text.StartsWith("syntax", StringComparison.Ordinal) ? text : "syntax = \"proto3\"; package p; " + text;
}
