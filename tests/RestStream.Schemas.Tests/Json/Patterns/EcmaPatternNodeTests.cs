using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json.Patterns;
using RestStream.TestKit;

namespace RestStream.Schemas.Tests.Json.Patterns;

/// <summary>Random patterns and texts, judged also by Node's <c>RegExp</c> with the flag u.</summary>
public sealed class EcmaPatternNodeTests
{
    private static readonly string[] Atoms =
    [
        "a", "b", "c", "1", "-", "é", "🐲", "🐉", ".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "[ab]", "[^a]", "[a-c1-3]", "[^\\d🐲]", "[🐲-😎]", "[]", "[^]",
        "[\\w-]", "[a\\-b]", "[\\b]", "\\n", "\\u0061", "\\u{1F432}", "\\uD83D\\uDC32", "\\x62", "\\cJ", "\\0", "\\.", "\\/", "\\p{L}", "\\P{L}", "\\p{Lu}",
        "\\p{Script=Greek}", "\\p{scx=Grek}", "\\p{Emoji}", "[\\p{Ll}\\d]", "[^\\P{Nd}]", "\\p{ASCII}", "\\p{Assigned}", "\\ud83d", "[\\ud83d]",
    ];

    private static readonly string[] Broken =
        ["\\a", "\\-", "\\1", "\\2", "{", "}", "]", "[b-a]", "[\\d-a]", "\\u{110000}", "\\p{Foo}", "\\k<x>", "(?<x>a)", "(?i)", "{2}", "\\8", "\\c", "[\\c]", "(?", "\\u12", "[", "(", ")", "*", "\\_"];

    private static readonly string[] Quantifiers = ["*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,2}", "{0,1}?", "{1,}"];
    private static readonly string[] Letters = ["a", "b", "c", "A", "1", "2", "-", "_", ".", "é", "α", "🐲", "🐉", "😎", "\n", "\u2028", " ", "ß", "\u00A0", "K", "৪"];

    [SkippableFact]
    public async Task RandomPatterns_AreJudgedAsByNode()
    {
        var random = SeededRandom.Create(Console.WriteLine);
        var cases = Enumerable.Range(0, TestEnvironment.NumberOr("RESTSTREAM_PATTERN_CASES", 500)).Select(_ => new Case(RandomPattern(random), [.. Enumerable.Range(0, 8).Select(_ => RandomText(random))])).ToArray();
        var verdicts = JsonSerializer.Deserialize<bool[]?[]>(await NodeScript.RunOrSkipAsync("regexp.js", JsonSerializer.Serialize(cases, JsonSerializerOptions.Web)))!;
        var wrong = new List<string>();
        var late = 0;
        for (var i = 0; i < cases.Length; i++) late += Compare(cases[i], verdicts[i], wrong);
        Assert.True(late <= cases.Length / 50, $"{random}: {late} matches ran out of time");
        Assert.True(wrong.Count == 0, $"{random}: {wrong.Count} differ\n{string.Join('\n', wrong.Take(20))}");
    }

    /// <returns>The matches that ran out of time.</returns>
    private static int Compare(Case tried, bool[]? expected, List<string> wrong)
    {
        if (EcmaPattern.IsPattern(tried.Pattern) != (expected is not null))
        {
            wrong.Add($"/{tried.Pattern}/u is {(expected is null ? "no" : "a")} pattern");
            return 0;
        }

        if (expected is null) return 0;
        var late = 0;
        var pattern = EcmaPattern.Parse(tried.Pattern);
        for (var i = 0; i < expected.Length; i++)
        {
            if (MayMatchWithinPair(tried.Pattern) && tried.Texts[i].Any(char.IsSurrogate)) continue;
            PatternVerdict verdict = default;
            var exception = Record.Exception(() => verdict = pattern.IsMatch(Encoding.UTF8.GetBytes(tried.Texts[i])));
            if (exception is not null) wrong.Add($"/{tried.Pattern}/u at {JsonSerializer.Serialize(tried.Texts[i])}: {exception}");
            if (verdict == PatternVerdict.TimedOut) late++;
            if (verdict != PatternVerdict.TimedOut && verdict == PatternVerdict.Match != expected[i])
                wrong.Add($"/{tried.Pattern}/u {(expected[i] ? "matches" : "does not match")} {JsonSerializer.Serialize(tried.Texts[i])} (simple: {pattern.IsSimple})");
        }

        return late;
    }

    /// <summary>V8 also tries to match between the two units of a code point, which the standard does not; only what denies something can match there.</summary>
    private static bool MayMatchWithinPair(string pattern) =>
        pattern.Contains("\\B", StringComparison.Ordinal) || pattern.Contains("(?!", StringComparison.Ordinal) || pattern.Contains("(?<!", StringComparison.Ordinal);

    private static string RandomText(Random random) => string.Concat(random.GetItems(Letters, random.Next(8)));

    private static string RandomPattern(Random random)
    {
        var text = RandomChoice(random, 3);
        if (random.Next(3) == 0) text = "^" + text;
        if (random.Next(3) == 0) text += "$";
        return text;
    }

    private static string RandomChoice(Random random, int depth) =>
        string.Join('|', Enumerable.Range(0, random.Next(4) == 0 ? 2 : 1).Select(_ => RandomSequence(random, depth)));

    private static string RandomSequence(Random random, int depth) => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => RandomTerm(random, depth)));

    private static string RandomTerm(Random random, int depth)
    {
        var kind = random.Next(depth > 0 ? 20 : 12);
        if (kind == 0 && random.Next(8) == 0) return Pick(random, Broken);
        if (kind == 1) return Pick(random, ["^", "$", "\\b", "\\B"]);
        var atom = kind switch
        {
            < 12 => Pick(random, Atoms),
            < 15 => $"({RandomChoice(random, depth - 1)})",
            < 18 => $"(?:{RandomChoice(random, depth - 1)})",
            _ => Pick(random, ["(?=", "(?!", "(?<=", "(?<!"]) + RandomChoice(random, depth - 1) + ")",
        };
        if (kind == 19 && random.Next(2) == 0) return $"({RandomChoice(random, depth - 1)}){RandomTerm(random, 0)}\\1";
        return kind < 18 && random.Next(3) == 0 ? atom + Pick(random, Quantifiers) : atom;
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private sealed record Case(string Pattern, string[] Texts);
}
