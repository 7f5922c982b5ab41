using RestStream.Schemas.Json.Compatibility;

namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>The table of differences.</summary>
public sealed class DifferenceTypesTests
{
    [Theory]
    [InlineData("Compatible", 65)]
    [InlineData("LenientOnly", 9)]
    [InlineData("Incompatible", 58)]
    public void Verdicts_AreAsManyAsConfluentHas(string verdict, int count) =>
        Assert.Equal(count, Enum.GetValues<DifferenceType>().Count(type => DifferenceTypes.VerdictOf(type).ToString() == verdict));

    [Theory]
    [InlineData("MaxLengthAdded", "MAX_LENGTH_ADDED")]
    [InlineData("MultipleOfExpanded", "MULTIPLE_OF_EXPANDED")]
    [InlineData("PropertyRemovedIsCoveredByPartiallyOpenContentModel", "PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL")]
    public void Name_IsConfluents(string type, string name) => Assert.Equal(name, DifferenceTypes.NameOf(Enum.Parse<DifferenceType>(type)));

    [Fact]
    public void Words_ExistForEveryType_AndNameBothValues()
    {
        foreach (var type in Enum.GetValues<DifferenceType>())
        {
            var words = DifferenceWords.Describe(new Difference(type, "properties/a", "old-value", "new-value"));
            Assert.StartsWith("#/properties/a: ", words, StringComparison.Ordinal);
            Assert.True(words.Length > 40, words);
        }
    }
}
