using System.Text;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>Schemas made to cost much end in a refusal, or within the bounds.</summary>
public sealed class HostileSchemaTests
{
    [Fact]
    public void TenThousandReferencesInAChain_AreRefused()
    {
        var definitions = Enumerable.Range(0, 10_000).Select(i => $"\"d{i}\":{{\"$ref\":\"#/definitions/d{i + 1}\"}}");
        var schema = $"{{\"$ref\":\"#/definitions/d0\",\"definitions\":{{{string.Join(',', definitions)},\"d10000\":{{\"type\":\"string\"}}}}}}";

        Assert.Throws<SchemaException>(() => Differences(schema, """{"type":"string"}"""));
    }

    [Fact]
    public void ThousandsOfPatternsOfLargeSets_AreRefused()
    {
        var patterns = Enumerable.Range(0, 2_000).Select(i => $"\"[\\\\p{{L}}{(char)(0xE000 + i)}]\":{{}}");

        Assert.Contains("ranges", Assert.Throws<SchemaException>(() => Differences($"{{\"patternProperties\":{{{string.Join(',', patterns)}}}}}", "{}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TenThousandReferencesSideBySide_AreCompared()
    {
        var properties = Enumerable.Range(0, 10_000).Select(i => $"\"p{i}\":{{\"$ref\":\"#/definitions/d\"}}");
        var schema = $"{{\"properties\":{{{string.Join(',', properties)}}},\"definitions\":{{\"d\":{{\"type\":\"string\"}}}}}}";

        Assert.Empty(Differences(schema, schema));
    }

    [Fact]
    public void ManyDifferencesUnderALongName_AreListedWhileTheirPlacesAreShort()
    {
        static string Schema(string type) => $"{{\"properties\":{{\"{new string('n', 200_000)}\":{{\"$ref\":\"#/definitions/x\"}}}},\"definitions\":{{\"x\":{{\"properties\":{{{string.Join(',', Enumerable.Range(0, 400).Select(i => $"\"p{i}\":{{\"type\":\"{type}\"}}"))}}}}}}}}}";

        var differences = JsonSchemaProvider.ParseJson(Schema("string"), []).DifferencesFrom(JsonSchemaProvider.ParseJson(Schema("integer"), []));

        Assert.InRange(differences.Count, 1, 20);
    }

    [Fact]
    public void DefinitionsNestedThousandsDeep_AreCompared()
    {
        static string Deep(string leaf)
        {
            var definitions = Enumerable.Range(0, 4_000).Select(i => $"\"d{i}\":{{\"properties\":{{\"p\":{{\"$ref\":\"#/definitions/d{i + 1}\"}}}}}}");
            return $"{{\"$ref\":\"#/definitions/d0\",\"definitions\":{{{string.Join(',', definitions)},\"d4000\":{{\"type\":\"{leaf}\"}}}}}}";
        }

        Assert.Empty(Differences(Deep("string"), Deep("string")));
        Assert.Equal("TYPE_CHANGED", Assert.Single(Differences(Deep("string"), Deep("number"))).Type);
    }

    [Fact]
    public void DoublingAtEveryLevel_ListsNoMoreThanTheBound()
    {
        static string Doubling(string leaf)
        {
            var definitions = Enumerable.Range(0, 60).Select(i =>
                $"\"d{i}\":{{\"properties\":{{\"a\":{{\"$ref\":\"#/definitions/d{i + 1}\"}},\"b\":{{\"$ref\":\"#/definitions/d{i + 1}\"}}}}}}");
            return $"{{\"$ref\":\"#/definitions/d0\",\"definitions\":{{{string.Join(',', definitions)},\"d60\":{{\"type\":\"{leaf}\"}}}}}}";
        }

        Assert.InRange(Differences(Doubling("string"), Doubling("number")).Count, 1, 1_000);
    }

    [Fact]
    public void ThousandsOfBranches_AreComparedOrRefused()
    {
        static string Branches(int from) =>
            $"{{\"oneOf\":[{string.Join(',', Enumerable.Range(from, 1_500).Select(i => $"{{\"properties\":{{\"k\":{{\"const\":{i}}}}}}}"))}]}}";

        Assert.Throws<SchemaException>(() => Differences(Branches(0), Branches(1)));
    }

    [Fact]
    public void BranchesThatAllReferToTheRoot_AreCompared()
    {
        static string Recursive(string leaf) =>
            $"{{\"oneOf\":[{string.Join(',', Enumerable.Range(0, 30).Select(i => $"{{\"title\":\"t{i}\",\"properties\":{{\"k{i}\":{{\"$ref\":\"#\"}}}}}}"))},{{\"type\":\"{leaf}\"}}]}}";

        Assert.Empty(Differences(Recursive("string"), Recursive("string")));
        Assert.Contains(Differences(Recursive("string"), Recursive("number")), found => found.Type == "COMBINED_TYPE_SUBSCHEMAS_CHANGED");
    }

    [Fact]
    public void AssumptionThatTurnsOutWrong_IsTakenBack()
    {
        // The first branch of b leads back to the pair of roots, which is assumed compatible before its type is seen to change.
        static string Schema(string type) =>
            $"{{\"properties\":{{\"a\":{{\"anyOf\":[{{\"properties\":{{\"r\":{{\"$ref\":\"#\"}}}}}},{{\"type\":\"null\"}}]}},\"z\":{{\"type\":\"{type}\"}}}}}}";

        var types = Differences(Schema("string"), Schema("number")).Select(found => $"{found.Type} {found.Path}").ToList();

        Assert.Contains("TYPE_CHANGED #/properties/z", types);
        Assert.Contains("COMBINED_TYPE_SUBSCHEMAS_CHANGED #/properties/a", types);
    }

    [Theory]
    [InlineData(127)]
    [InlineData(100_000)]
    public void NestingBeyondTheBound_IsRefused(int depth)
    {
        var text = new StringBuilder().Insert(0, "{\"not\":", depth).Append("{}").Append('}', depth).ToString();
        if (depth < 128) Assert.Empty(Differences(text, text));
        else Assert.Throws<SchemaException>(() => Differences(text, text));
    }

    [Fact]
    public void ExplosivePatternProperty_EndsInTime()
    {
        var old = $"{{\"properties\":{{\"{new string('a', 40)}!\":{{}}}}}}";

        Differences(old, """{"patternProperties":{"^(a+)+$":{}}}""");
    }

    [Fact]
    public void SiblingsOverlaidAThousandTimes_StayWithinTheBound()
    {
        var properties = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"p{i}\":{{\"type\":\"string\"}}"));
        var uses = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"u{i}\":{{\"$ref\":\"#/definitions/d\",\"minProperties\":{i}}}"));
        var schema = $"{{\"properties\":{{{uses}}},\"definitions\":{{\"d\":{{\"properties\":{{{properties}}}}}}}}}";

        Assert.Empty(Differences(schema, schema));
    }

    private static IReadOnlyList<SchemaDifference> Differences(string writer, string reader) =>
        JsonSchemaProvider.ParseJson(reader, []).DifferencesFrom(JsonSchemaProvider.ParseJson(writer, []));
}
