using RestStream.Server.Filters;

namespace RestStream.Server.Tests.Filters;

public sealed class FilterTests
{
    private const string Value =
        """{"mag":4.5,"place":"10km N of \u00c5land","tags":["a","b",3,null],"nested":{"a b":{"deep":[{"x":1},{"x":2}]}},"ok":true,"no":false,"none":null,"big":12345678901234567890123,"tiny":1e-400,"mag2":45e-1,"":5}""";

    private static readonly FilteredRecord Record = FilteredRecord.Of("ci37", Value, ("src", "old"), ("src", "usgs"), ("nil", null));
    private static readonly FilterCompiler Compiler = new(new FilterOptions());

    [Theory]
    [InlineData("value.mag >= 4 && key.startsWith('ci')")]
    [InlineData("value.mag == 4.50")]
    [InlineData("value.mag == 0.45e1")]
    [InlineData("value.mag == value.mag2")]
    [InlineData("4 < value.mag")]
    [InlineData("value.mag > -1e999")]
    [InlineData("value.mag < 1e999")]
    [InlineData("value.big == 12345678901234567890123")]
    [InlineData("value.big < 12345678901234567890124")]
    [InlineData("value.tiny > 0")]
    [InlineData("value.tiny < 1e-399")]
    [InlineData("value.place.contains('Åland')")]
    [InlineData("value.place.endsWith(\"\\u00c5land\")")]
    [InlineData("value.place > '10'")]
    [InlineData("value.tags.contains('b') && value.tags.contains(3.0) && value.tags.contains(null)")]
    [InlineData("!value.tags.contains('c')")]
    [InlineData("value.tags[0] == 'a'")]
    [InlineData("value['nested']['a b'].deep[1].x == 2")]
    [InlineData("value[''] == 5")]
    [InlineData("value.ok")]
    [InlineData("!value.no")]
    [InlineData("value.ok == true && value.no != true")]
    [InlineData("value.none == null && value.mag != null")]
    [InlineData("exists(value.none) && exists(value.nested) && !exists(value.absent)")]
    [InlineData("value.mag in [1, 4.5, 'x']")]
    [InlineData("key in ['ci37', 'ci38']")]
    [InlineData("headers['src'] == 'usgs'")]
    [InlineData("headers['nil'] == null && exists(headers['nil']) && !exists(headers['other'])")]
    [InlineData("partition == 3 && offset == 41 && offset >= 41.0 && topic == 'quakes'")]
    [InlineData("timestamp >= '2018-02-07' && timestamp < '2018-02-07T01:26:14Z'")]
    [InlineData("timestamp == 1517966773840")]
    [InlineData("(value.mag < 1 || value.mag > 4) && !(value.ok && value.no)")]
    [InlineData("true")]
    [InlineData("value.nested != 5")]
    public void Filter_ThatHolds_WantsTheRecord(string text)
    {
        Assert.True(Fits(text, Record));
        Assert.True(Record.Fits(Compile(text), isJson: false));
    }

    [Theory]
    [InlineData("value.absent != 5")]
    [InlineData("value.absent == null")]
    [InlineData("value.mag == '4.5'")]
    [InlineData("value.mag < 'x'")]
    [InlineData("value.place < 5")]
    [InlineData("value.mag.deeper == 1")]
    [InlineData("value.tags[9] == 1")]
    [InlineData("value.nested == value.nested")]
    [InlineData("headers['other'] != 'x'")]
    [InlineData("value.mag")]
    [InlineData("value.ok < 5 || false")]
    [InlineData("value.place.startsWith('KM')")]
    public void Filter_ThatDoesNotHold_RefusesTheRecord(string text)
    {
        Assert.False(Fits(text, Record));
    }

    [Fact]
    public void ValueThatIsNotJson_MakesEveryTestOfItFalse()
    {
        var text = FilteredRecord.Of("k", "{\"mag\":5");

        Assert.False(text.Fits(Compile("value.mag == 5 || value != 3 || value == null || exists(value)"), isJson: false));
        Assert.True(text.Fits(Compile("!exists(value) && key == 'k'"), isJson: false));
    }

    [Fact]
    public void Tombstone_IsNullAndNotThere()
    {
        var tombstone = FilteredRecord.Of(null, null);

        Assert.True(Fits("value == null && key == null && !exists(value) && !exists(key) && !exists(value.a)", tombstone));
        Assert.False(Fits("value.a == null || key != 'x' && key.startsWith('')", tombstone));
    }

    [Fact]
    public void MembersOfOneName_TheLastCounts()
    {
        var twice = FilteredRecord.Of("k", """{"a":{"b":1},"a":{"c":2},"d":1,"d":{"e":1}}""");

        Assert.True(Fits("!exists(value.a.b) && value.a.c == 2 && value.d != 1 && value.d.e == 1", twice));
    }

    [Fact]
    public void EscapedNamesAndTexts_AreWhatTheyStandFor()
    {
        var escaped = FilteredRecord.Of("k", """{"m\u0061g":1,"t":"a\nb","lone":"\ud800","l\ud800":2}""");

        Assert.True(Fits("value.mag == 1 && value.t == 'a\\nb' && value.t.contains('\\n') && exists(value.lone) && !value.lone.contains('')", escaped));
    }

    [Fact]
    public void BytesThatAreNoText_AreThereAndEqualNothing()
    {
        var binary = new FilteredRecord([0xFF, 0xFE], "1"u8.ToArray());

        Assert.True(binary.Fits(Compile("exists(key) && key != 'x' && !(key == 'x') && !key.startsWith('')"), isJson: false));
    }

    [Fact]
    public void Search_TakesATextOf256BytesAndNoMore()
    {
        Assert.NotNull(Compiler.Compile($"value.contains('{new string('a', 256)}')", out _));
        Assert.Null(Compiler.Compile($"value.contains('{new string('a', 257)}')", out var error));
        Assert.Contains("at most 256 bytes", error!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "value, key")]
    [InlineData("value.mag >", 12, "found the end")]
    [InlineData("value.mag = 4", 11, "'=='")]
    [InlineData("value.mag >= 4 and key == 'x'", 16, "'&&'")]
    [InlineData("value.mag >= 4 & key == 'x'", 16, "'&&'")]
    [InlineData("(value.mag >= 4", 16, "')'")]
    [InlineData("value.mag >= 4)", 15, "the end")]
    [InlineData("mag >= 4", 1, "value, key")]
    [InlineData("value.name.like('x')", 12, "contains, startsWith or endsWith")]
    [InlineData("key == 'x", 8, "no end")]
    [InlineData("key == 5", 5, "never equal")]
    [InlineData("partition == 'a'", 11, "never equal")]
    [InlineData("partition.contains('a')", 1, "a text is expected")]
    [InlineData("value.a.contains(value.b)", 18, "a literal: contains takes no path")]
    [InlineData("value.a.startsWith(key)", 20, "a literal: startsWith takes no path")]
    [InlineData("value.a < true", 9, "compares numbers or texts")]
    [InlineData("value.a == 01", 12, "as in JSON")]
    [InlineData("value.a == 'x\\y'", 14, "An escape is")]
    [InlineData("value.a == '\\ud800'", 12, "surrogate")]
    [InlineData("value[-1] == 1", 7, "an index")]
    [InlineData("value[1.5] == 1", 7, "an index")]
    [InlineData("headers.src == 'x'", 8, "'['")]
    [InlineData("key", 4, "a comparison")]
    [InlineData("5", 2, "a comparison")]
    [InlineData("value.a in []", 13, "a number, a text")]
    [InlineData("value.a in [key]", 13, "a number, a text")]
    [InlineData("exists(5)", 8, "a path")]
    [InlineData("exists(key.contains('a'))", 12, "')'")]
    [InlineData("timestamp > 'yesterday'", 13, "milliseconds")]
    [InlineData("value.a # 3", 9, "no meaning")]
    public void WrongFilter_IsToldWithItsColumn(string text, int column, string expected)
    {
        var filter = Compiler.Compile(text, out var error);

        Assert.Null(filter);
        Assert.Equal(column, error!.Column);
        Assert.Contains(expected, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_OfLengthNodesDepthAndSteps_AreErrors()
    {
        foreach (var text in new[]
        {
            "value.a == '" + new string('x', 2000) + "'",
            string.Join(" || ", Enumerable.Repeat("value.a", 150)),
            new string('(', 40) + "value.a" + new string(')', 40),
            new string('!', 100) + "value.a",
            "value" + string.Concat(Enumerable.Repeat(".a", 20)),
            "value.a in [" + string.Join(',', Enumerable.Range(0, 500)) + "]",
        })
        {
            Assert.Null(Compiler.Compile(text, out var error));
            Assert.NotNull(error);
        }
    }

    [Fact]
    public void ManyPaths_NeedNoStack()
    {
        var value = "{" + string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"a{i}\":{i}")) + "}";

        Assert.True(Fits(string.Join(" && ", Enumerable.Range(0, 60).Select(i => $"value.a{i} == {i}")), FilteredRecord.Of("k", value)));
    }

    [Fact]
    public void Cache_IsBoundedAndGivesTheSameFilterAgain()
    {
        var compiler = new FilterCompiler(new FilterOptions { MaxCached = 10 });
        var first = compiler.Compile("value.a == 0", "filter", out _);

        Assert.Same(first, compiler.Compile("value.a == 0", "filter", out _));
        for (var i = 1; i < 50; i++) compiler.Compile($"value.a == {i}", "filter", out _);
        Assert.NotSame(first, compiler.Compile("value.a == 0", "filter", out _));
    }

    private static bool Fits(string text, FilteredRecord record) => record.Fits(Compile(text));

    private static Filter Compile(string text)
    {
        var filter = Compiler.Compile(text, out var error);
        Assert.True(filter is not null, $"{text}: {error}");
        return filter;
    }
}
