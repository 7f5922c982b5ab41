using System.Text;
using RestStream.Schemas.Json.Patterns;

namespace RestStream.Schemas.Tests.Json.Patterns;

public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("^abc$", "abc", true)]
    [InlineData("b", "abc", true)]
    [InlineData("^\\t$", "\t", true)]
    [InlineData("^\\cC$", "\u0003", true)]
    [InlineData("^\\cc$", "\u0003", true)]
    [InlineData("^\\d$", "0", true)]
    [InlineData("^\\d$", "\u07C0", false)]
    [InlineData("^\\D$", "\u07C0", true)]
    [InlineData("^\\w$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\s$", "\uFEFF", true)]
    [InlineData("^\\s$", "\u2029", true)]
    [InlineData("^\\s$", "\u0085", false)]
    [InlineData("^\\S$", "\u2013", true)]
    [InlineData("^.$", "\n", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData("^.$", "🐲", true)]
    [InlineData("^..$", "🐲", false)]
    [InlineData("^🐲*$", "🐲🐲", true)]
    [InlineData("^🐲*$", "🐉", false)]
    [InlineData("^\\u{1F432}$", "🐲", true)]
    [InlineData("^\\uD83D\\uDC32$", "🐲", true)]
    [InlineData("^[\\u{1F400}-\\u{1F4FF}x]+$", "x🐲🐉", true)]
    [InlineData("^[^\\u{1F400}-\\u{1F4FF}]+$", "x😎", true)]
    [InlineData("^[^\\u{1F400}-\\u{1F4FF}]+$", "x🐲", false)]
    [InlineData("^\\uD83D", "🐲", false)]
    [InlineData("\\p{Letter}cole", "l'école", true)]
    [InlineData("\\wcole", "l'école", false)]
    [InlineData("^\\p{digit}+$", "৪২", true)]
    [InlineData("^\\p{Script=Greek}+$", "αβγ", true)]
    [InlineData("^\\p{Script=Greek}+$", "abc", false)]
    [InlineData("^\\p{sc=Han}$", "\u4E08", true)]
    [InlineData("^\\p{scx=Deva}$", "\u1CD0", true)]
    [InlineData("^\\P{L}$", "1", true)]
    [InlineData("^[\\p{Lu}\\d]+$", "Ä1", true)]
    [InlineData("^\\p{Emoji_Presentation}$", "😎", true)]
    [InlineData("^\\p{Any}$", "😎", true)]
    [InlineData("^\\p{Lu}$", "\U0001D400", true)]
    [InlineData("^[]$", "", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("a\\b", "aé", true)]
    [InlineData("a\\B", "ab", true)]
    [InlineData("a\\b", "ab", false)]
    [InlineData("^(?=.*[A-Z])(?=.*\\d).{8,}$", "abcdeF1🐲", true)]
    [InlineData("^(?=.*[A-Z])(?=.*\\d).{8,}$", "abcdefg1", false)]
    [InlineData("(?<=a+)b", "aab", true)]
    [InlineData("(?<!a)b", "ab", false)]
    [InlineData("^(a)|\\1b$", "b", true)]
    [InlineData("^\\1(a)$", "a", true)]
    [InlineData("^(?<n>a|b)\\k<n>$", "bb", true)]
    [InlineData("^(?<n>a|b)\\k<n>$", "ab", false)]
    [InlineData("^(?:(a)|b\\1)+$", "ab", true)]
    [InlineData("^(?:(a)|b\\1)+$", "aba", true)]
    [InlineData("^(?:(a)|(b)|\\1c)+$", "abc", true)]
    [InlineData("(?<=^(?:\\1b|(a))+)$", "ab", true)]
    [InlineData("^(?:(?:bc)+|)+$", "", true)]
    [InlineData("^\\P{L}\\W$", "\n\n", true)]
    [InlineData("(\\p{Assigned})+\\n$", "🐲\n", true)]
    [InlineData("^[^\uFFFF]+$", "\uFFFF", false)]
    [InlineData("^[^\uFFFF]+x+x$", "\nxx", true)]
    [InlineData("^(\uFFFF|ab)+\n$", "\uFFFFab\n", true)]
    [InlineData("^(?:(?<y>a)|(?<y>b))\\k<y>$", "bb", true)]
    [InlineData("^(?i:ab)c$", "ABc", true)]
    [InlineData("^(?i:ab)c$", "ABC", false)]
    [InlineData("^(?i:k)$", "\u212A", true)]
    [InlineData("^(?s:.)$", "\n", true)]
    [InlineData("(?m:^b$)", "a\nb", true)]
    [InlineData("^a{2,3}?$", "aaa", true)]
    [InlineData("^a{99999999999}$", "a", false)]
    [InlineData("(?!🐲)(?!$)", "🐲", false)]
    [InlineData("^(a+)+$", "aaaa", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", true)]
    [InlineData("$^", "", true)]
    [InlineData("^$", "x", false)]
    [InlineData("a$b", "ab", false)]
    public void Text_MatchesAsInEcmaScript(string pattern, string text, bool matches) =>
        Assert.Equal(matches ? PatternVerdict.Match : PatternVerdict.NoMatch, Judge(EcmaPattern.Parse(pattern), text));

    [Theory]
    [InlineData("\\a")]
    [InlineData("\\z")]
    [InlineData("\\Z")]
    [InlineData("\\A")]
    [InlineData("(?P<name>x)")]
    [InlineData("(?P<n>a)(?P=n)")]
    [InlineData("(?#comment)a")]
    [InlineData("(?i)abc")]
    [InlineData("(?ims)abc")]
    [InlineData("(?-:a)")]
    [InlineData("(?i-i:a)")]
    [InlineData("(?ii:a)")]
    [InlineData("(?>a)")]
    [InlineData("^(abc]")]
    [InlineData("abc)")]
    [InlineData("[abc")]
    [InlineData("[b-a]")]
    [InlineData("a**")]
    [InlineData("a++")]
    [InlineData("+a")]
    [InlineData("a{2,1}")]
    [InlineData("{2}")]
    [InlineData("^*")]
    [InlineData("(?=a)*")]
    [InlineData("(?<=a)?")]
    [InlineData("\\1")]
    [InlineData("(a)\\2")]
    [InlineData("\\k<a>")]
    [InlineData("(?<a>x)(?<a>y)")]
    [InlineData("(?<1a>x)")]
    [InlineData("(?<a")]
    [InlineData("\\p{Foo}")]
    [InlineData("\\p{Script=Foo}")]
    [InlineData("\\p{IsGreek}")]
    [InlineData("\\p{letter}")]
    [InlineData("\\pL")]
    [InlineData("\\u{110000}")]
    [InlineData("\\u{}")]
    [InlineData("\\u12")]
    [InlineData("\\x1")]
    [InlineData("\\01")]
    [InlineData("\\c1")]
    [InlineData("\\")]
    [InlineData("[\\")]
    [InlineData("[[:alpha:]\\Q]")]
    public void WhatIsNoPatternOfEcma262_IsRefusedWithThePlace(string pattern)
    {
        var exception = Assert.Throws<SchemaException>(() => EcmaPattern.Parse(pattern));
        Assert.Contains("character", exception.Message, StringComparison.Ordinal);
        Assert.False(EcmaPattern.IsPattern(pattern));
    }

    [Theory]
    [InlineData("^\\@x\\-y\\_$", "@x-y_")]
    [InlineData("^[\\w-.]+$", "a-.b")]
    [InlineData("^{id}$", "{id}")]
    [InlineData("^a]$", "a]")]
    [InlineData("^\\\"$", "\"")]
    public void NeedlessEscapesAndLooseBraces_AreReadWithoutTheFlag(string pattern, string text)
    {
        Assert.False(EcmaPattern.IsPattern(pattern));
        Assert.Equal(PatternVerdict.Match, Judge(EcmaPattern.Parse(pattern), text));
    }

    [Theory]
    [InlineData("^[a-z0-9-]+$", "abc-1", "abc_1")]
    [InlineData("^[A-Z]{2}\\d{3,5}$", "AB1234", "AB12")]
    [InlineData("^(GET|PUT|POST)$", "PUT", "PUTS")]
    [InlineData("^https?://", "https://x", "ftp://x")]
    [InlineData("^\\d{4}-\\d{2}-\\d{2}$", "2026-11-21", "2026-11-2")]
    [InlineData("\\d+", "ab1", "abc")]
    [InlineData("^\\d{1,3}(\\.\\d{1,3}){3}$", "10.0.200.1", "10.0.200")]
    [InlineData("\\.json$", "a.json", "a.jsonx")]
    [InlineData("^x-", "x-a", "ax-")]
    [InlineData("^[^@]+@[^@]+$", "jö@x.y", "jö@x@y")]
    [InlineData("^.*$", "añ🐲", "a\nb")]
    [InlineData("^\\S+$", "añ🐲", "a\u00A0b")]
    [InlineData("[a-z]cole", "ecole", "école")]
    [InlineData("^-?\\d+(\\.\\d+)?$", "-1.5", "1.")]
    [InlineData("^$", "", "a")]
    public void SimpleShape_RunsOnTheBytes(string pattern, string matching, string other)
    {
        var parsed = EcmaPattern.Parse(pattern);
        Assert.True(parsed.IsSimple);
        byte[] yes = Encoding.UTF8.GetBytes(matching), no = Encoding.UTF8.GetBytes(other);
        Assert.Equal(PatternVerdict.Match, parsed.IsMatch(yes));
        Assert.Equal(PatternVerdict.NoMatch, parsed.IsMatch(no));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) parsed.IsMatch(yes);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("^a+a$")]
    [InlineData("^(a|ab)*$")]
    [InlineData("^.*x$")]
    [InlineData("\\d+x.*y$")]
    [InlineData("^(?!x).*$")]
    public void ShapeThatNeedsMoreThanOneTry_IsNotSimple(string pattern) => Assert.False(EcmaPattern.Parse(pattern).IsSimple);

    [Theory]
    [InlineData("^(?=(a|aa)+$)a", "b")]
    [InlineData("^(?!(a|aa)+$)a", "b")]
    [InlineData("^(?:(a|aa)+\\b)+$", "b")]
    [InlineData("^(a*)*\\1c$", "bc")]
    [InlineData("^(?:(a+)+\\1)+c$", "bc")]
    public void PatternThatExplodes_TimesOut(string pattern, string end) =>
        Assert.Equal(PatternVerdict.TimedOut, EcmaPattern.Parse(pattern).IsMatch(Encoding.UTF8.GetBytes(new string('a', 100) + end)));

    /// <summary>A match has a limit of real time, which a thread that is held up reaches as well; a pattern that explodes reaches it each time.</summary>
    private static PatternVerdict Judge(EcmaPattern pattern, string text)
    {
        var verdict = PatternVerdict.TimedOut;
        for (var tries = 0; tries < 3 && verdict == PatternVerdict.TimedOut; tries++) verdict = pattern.IsMatch(Encoding.UTF8.GetBytes(text));
        return verdict;
    }

    [Fact]
    public void PatternThatWouldExplode_RunsWithoutBacktrackingWhereItCan()
    {
        var pattern = EcmaPattern.Parse("^(a+)+$");
        Assert.Equal(PatternVerdict.NoMatch, Judge(pattern, new string('a', 10_000) + "b"));
    }

    [Theory]
    [InlineData("(", ")", 100_000)]
    [InlineData("(?:", "){64}", 200)]
    [InlineData("(?:a", "){64}", 200)]
    [InlineData("[", "]", 60_000)]
    [InlineData("\\p{L}", "", 10_000)]
    public void HostilePattern_IsRefusedOrReadAtOnce(string open, string close, int count)
    {
        var pattern = string.Concat(Enumerable.Repeat(open, count)) + string.Concat(Enumerable.Repeat(close, count));
        var exception = Record.Exception(() => EcmaPattern.Parse(pattern).IsMatch("aaaa"u8));
        Assert.True(exception is null or SchemaException, exception?.ToString());
    }

    public static TheoryData<string> PatternsThatGrow => new()
    {
        // One name's groups, again and again referred to.
        $"(?:{Repeat("(?<a>)|", 4_600)})" + Repeat(@"\k<a>", 6_500),
        // The groups of a name deep in choices.
        Repeat("(", 240) + Repeat("(?<a>)|", 9_000) + "a" + Repeat(")", 240),
        $"[{Repeat(@"\p{L}", 13_000)}]",
        Repeat(@"\p{L}", 13_000),
        Repeat(@"[\p{L}\d]", 6_000),
        $"(?i:{Repeat("[^a]", 16_000)})",
        Repeat("((?:", 100) + Repeat("(a)", 900) + Repeat(")*)", 100) + string.Concat(Enumerable.Range(101, 900).Select(static number => $@"\{number}")) + Repeat("(?:b)*", 5_000),
    };

    [Theory]
    [MemberData(nameof(PatternsThatGrow))]
    public void PatternThatWouldGrowWhenItIsRead_IsRefusedBeforeItDoes(string pattern)
    {
        EcmaPattern.IsPattern(@"(?i:\p{L})");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SchemaException>(() => EcmaPattern.Parse(pattern));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
        Assert.False(EcmaPattern.IsPattern(pattern));
    }

    [Fact]
    public void GroupsOfManyNamesDeepInChoices_AreReadWithoutComparingEachWithEach()
    {
        var names = string.Concat(Enumerable.Range(0, 6_000).Select(static number => $"(?<a{number % 90}>)|"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        EcmaPattern.Parse(Repeat("(", 200) + names + "a" + Repeat(")", 200));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Theory]
    [InlineData("(?<a>x)|(?<a>y)|(?<a>z)", true)]
    [InlineData("(?:(?<a>x)|y)(?<b>z)|(?<a>w)", true)]
    [InlineData("(?:(?<a>x)|(?<a>y))(?<a>z)", false)]
    [InlineData("(?<a>x)(?:y|(?<a>z))", false)]
    [InlineData("(?<a>(?<a>x)|y)", false)]
    [InlineData("(?:(?<a>x)|y)(?:(?<a>x)|y)", false)]
    [InlineData("(?:(?<a>x)|(?:(?<a>y)|z)(?:u|(?<b>v)))|(?<a>w)", true)]
    public void GroupsShareAName_WhereTheyExcludeEachOther(string pattern, bool isOne) => Assert.Equal(isOne, EcmaPattern.IsPattern(pattern));

    [Theory]
    [InlineData("(?:[^@]+@)+x$", true)]
    [InlineData(@"^(\p{L}+ ?)+$", true)]
    [InlineData("^(?=a)a", false)]
    public void Automaton_IsTriedWhereItWeighsLittle(string pattern, bool isLinear) => Assert.Equal(isLinear, EcmaPattern.Parse(pattern).IsLinear);

    [Theory]
    [InlineData("^(?:a|bc)+$", "abc")]
    [InlineData("^(?=a)abc$", "abc")]
    public void Engine_IsMadeOnce_AndMatchesAlsoInTheLastOfARecordsTime(string pattern, string text)
    {
        var (parsed, utf8) = (EcmaPattern.Parse(pattern), Encoding.UTF8.GetBytes(text));
        Assert.True(parsed.MakeReady(utf8) > 0);
        Assert.Equal(0, parsed.MakeReady(utf8));
        Assert.Equal(PatternVerdict.Match, parsed.IsMatch(utf8, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(PatternVerdict.NoMatch, parsed.IsMatch("abcd"u8, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void ManyDifferentSets_BacktrackRatherThanMakeALargeAutomaton()
    {
        var sets = string.Concat(Enumerable.Range(0, 100).Select(static index => $"[{(char)(0x400 + (index * 3))}-{(char)(0x402 + (index * 3))}x]"));
        Assert.False(EcmaPattern.Parse($"^(?:{sets})+$").IsLinear);
    }

    [Fact]
    public void PatternsOfOneSchema_AreSharedByTheirText_AndTheirAutomataAreBounded()
    {
        var library = new PatternLibrary();
        Assert.Same(library.Get("^(?:a|bc)+$"), library.Get("^(?:a|bc)+$"));
        var linear = Enumerable.Range(0, 5_000).Count(index => library.Get($"^(?:a|b{index})+$").IsLinear);
        Assert.InRange(linear, 50, 500);
    }

    [Fact]
    public void SetsOfAllPatternsOfOneSchema_AreBounded()
    {
        var library = new PatternLibrary();
        Assert.Throws<SchemaException>(() =>
        {
            for (var index = 0; index < 1_000; index++) library.Get($@"[\p{{L}}{(char)(0xE000 + index)}]");
        });
    }

    [Fact]
    public void TranslationsOfAllPatternsOfOneSchema_AreBounded()
    {
        var groups = string.Join('|', Enumerable.Repeat("(?<a>x)", 100));
        var references = string.Concat(Enumerable.Repeat(@"\k<a>", 200));
        var library = new PatternLibrary();
        var refused = Assert.Throws<SchemaException>(() =>
        {
            for (var index = 0; index < 100; index++) library.Get($"(?:{groups}){references}{index}");
        });
        Assert.Contains("together", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SearchOnTheBytes_CountsStepsForWhatItMayLookAt()
    {
        var pattern = EcmaPattern.Parse(string.Join('|', Enumerable.Range(0, 16).Select(static index => $"a{{60}}{(char)('b' + index)}")));
        Assert.True(pattern.IsSimple);
        Assert.InRange(pattern.StepsFor(1_000_000), 16 * 60 * 1_000_000 / 64, int.MaxValue);
        Assert.Equal(1, EcmaPattern.Parse("^[a-z]+$").StepsFor(20));
        Assert.False(EcmaPattern.Parse("a{127}[bc]").IsSimple);
    }

    /// <summary>In the texts a lone surrogate is written by its number, and becomes its three bytes as in a record.</summary>
    [Theory]
    [InlineData("^.$", "<d800>", true)]
    [InlineData("^..$", "<d800>", false)]
    [InlineData("^..$", "<d800>x", true)]
    [InlineData("^\\ud800$", "<d800>", true)]
    [InlineData("^[\\ud800-\\udbff]+$", "<d801>", true)]
    [InlineData("^[\\ud800-\\udbff]+$", "<dc01>", false)]
    [InlineData("^\\p{Cs}$", "<dfff>", true)]
    [InlineData("^[^a]{3}$", "x<dfff>y", true)]
    [InlineData("^(?:.x)+$", "<d800>x<d801>x", true)]
    [InlineData("^(?!x).$", "<dc00>", true)]
    [InlineData("^(?=\\udc00)[^]$", "<dc00>", true)]
    [InlineData("^(.)\\1$", "<d800><d800>", true)]
    public void LoneSurrogate_IsOneCodePoint(string pattern, string text, bool matches) =>
        Assert.Equal(matches ? PatternVerdict.Match : PatternVerdict.NoMatch, EcmaPattern.Parse(pattern).IsMatch(WithSurrogates(text)));

    [Theory]
    [InlineData("^..$")]
    [InlineData("^(?:.)+(?=.).$")]
    public void LoneSurrogateBesideACodePointBeyondTheBasicPlane_IsOneCodePoint(string pattern) =>
        Assert.Equal(PatternVerdict.Match, EcmaPattern.Parse(pattern).IsMatch([.. WithSurrogates("<d800>"), .. "🐲"u8]));

    private static byte[] WithSurrogates(string text)
    {
        var parts = text.Split('<', '>');
        return [.. parts.SelectMany(static (part, index) => index % 2 == 0 ? Encoding.UTF8.GetBytes(part) : BytesOf(Convert.ToInt32(part, 16)))];
    }

    private static byte[] BytesOf(int surrogate) => [(byte)(0xE0 | (surrogate >> 12)), (byte)(0x80 | ((surrogate >> 6) & 0x3F)), (byte)(0x80 | (surrogate & 0x3F))];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    [Fact]
    public void LongText_CostsNoAllocation()
    {
        var pattern = EcmaPattern.Parse("^(a|bc)+$");
        Assert.False(pattern.IsSimple);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("abc", 1000)));
        for (var i = 0; i < 5; i++) Assert.Equal(PatternVerdict.Match, pattern.IsMatch(text));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) pattern.IsMatch(text);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
