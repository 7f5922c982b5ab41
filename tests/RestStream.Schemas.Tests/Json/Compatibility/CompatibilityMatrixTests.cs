using RestStream.Schemas.Json;
using RestStream.Schemas.Json.Compatibility;

namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>Every pair of the matrix, in both directions, under both policies.</summary>
public sealed class CompatibilityMatrixTests
{
    public static TheoryData<int> Lines => [.. CompatibilityMatrix.Cases.Select(pair => pair.Line)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void OldToNew_DiffersAsTheMatrixSays(int line)
    {
        var pair = CompatibilityMatrix.Cases.Single(pair => pair.Line == line);
        AssertDiffers(pair.Old, pair.New, pair.OldToNew);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void NewToOld_DiffersAsTheMatrixSays(int line)
    {
        var pair = CompatibilityMatrix.Cases.Single(pair => pair.Line == line);
        AssertDiffers(pair.New, pair.Old, pair.NewToOld);
    }

    [Fact]
    public void Matrix_HasEnoughPairsAndEveryDifferenceThatIsEverReported()
    {
        var cited = CompatibilityMatrix.Cases
            .SelectMany(pair => pair.OldToNew.Differences.Concat(pair.NewToOld.Differences))
            .Select(difference => difference.Split(' ')[0])
            .ToHashSet();
        string[] neverReported =
            ["PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL", "RESERVED_PROPERTY_REMOVED", "RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY"];

        Assert.True(CompatibilityMatrix.Cases.Count >= 150);
        Assert.Equal(5, CompatibilityMatrix.Cases.Select(pair => pair.Draft).Distinct().Count());
        Assert.Empty(Enum.GetValues<DifferenceType>().Select(DifferenceTypes.NameOf).Except(neverReported).Except(cited));
    }

    private static void AssertDiffers(string writer, string reader, (char Verdict, string[] Differences) expected)
    {
        var (written, read) = (Parse(writer), Parse(reader));

        Assert.Equal(expected.Differences, read.DifferencesFrom(written).Select(found => $"{found.Type} {found.Path}").Order(StringComparer.Ordinal));
        Assert.Equal(expected.Verdict == 'S', read.CannotRead(written, CompatibilityPolicy.Strict).Count == 0);
        Assert.Equal(expected.Verdict != 'X', read.CannotRead(written, CompatibilityPolicy.Lenient).Count == 0);
    }

    private static JsonParsedSchema Parse(string schema) => JsonSchemaProvider.ParseJson(schema, []);
}
