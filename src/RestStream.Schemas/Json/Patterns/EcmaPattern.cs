using System.Buffers;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// A regular expression of ECMA-262 (with the flag u) that is found anywhere in a UTF-8 text. Immutable, thread-safe. That it can be run is found out when it is read;
/// what .NET needs for it is made at first use.
/// <list type="number">
/// <item>A simple shape runs on the bytes: see <see cref="PatternShape"/>.</item>
/// <item>What an automaton can do runs without backtracking.</item>
/// <item>The rest backtracks.</item>
/// </list>
/// The last two have <see cref="PatternEngine.MatchTimeout"/>.
/// </summary>
internal sealed class EcmaPattern
{
    /// <summary>Characters of a text that is asked to be of the format <c>regex</c>: it comes from a record, and reading it is not interrupted.</summary>
    public const int MaxFormatLength = 8_192;

    /// <summary>Characters of a pattern that are read.</summary>
    private const int MaxLength = 65_536;

    /// <summary>Bytes of a text that count as a step when it is searched on the bytes, and when an engine looks at it.</summary>
    private const int BytesPerSearchStep = 32, BytesPerEngineStep = 16;

    /// <summary>Steps of a match by an engine beside what the text's length counts.</summary>
    private const int EngineSteps = 8;

    private const int StackChars = 512;

    private readonly PatternShape? _shape;
    private readonly PatternEngine? _basic;
    private readonly PatternEngine? _full;

    private EcmaPattern(string pattern, bool strict, PatternNode node, int rangeCount, PatternBudget budget)
    {
        (Text, RangeCount) = (pattern, rangeCount);
        _shape = PatternShape.TryOf(node);
        if (_shape is not null) return;
        _basic = new PatternEngine(pattern, strict, node, basicPlane: true, budget);
        _full = new PatternEngine(pattern, strict, node, basicPlane: false, budget);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>The ranges of its sets of code points, beyond one for each set.</summary>
    public int RangeCount { get; }

    /// <summary>Whether it runs on the bytes, without .NET's regular expressions.</summary>
    public bool IsSimple => _shape is not null;

    /// <summary>Whether it runs without .NET's backtracking.</summary>
    internal bool IsLinear => IsSimple || _basic!.IsAutomaton;

    /// <summary>Reads a pattern: with the flag u, else without it where that has one meaning only.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="budget">What the automata of its schema may weigh; null for one of its own.</param>
    /// <exception cref="SchemaException">It is none of ECMA-262, or goes beyond a bound.</exception>
    public static EcmaPattern Parse(string pattern, PatternBudget? budget = null)
    {
        if (pattern.Length > MaxLength) throw new SchemaException($"The pattern has {pattern.Length} characters; {MaxLength} is the limit.");
        var isLoose = !TryRead(pattern, strict: true, out var node, out var ranges) && TryRead(pattern, strict: false, out node, out ranges);
        // What cannot be read either way is refused for what the flag u says of it.
        node ??= PatternReader.Read(pattern, strict: true, out ranges);
        return new EcmaPattern(pattern, strict: !isLoose, node, ranges, budget ?? new PatternBudget());
    }

    /// <summary>Whether a text is a pattern with the flag u, as the format <c>regex</c> asks; one that goes beyond the bounds of patterns is none.</summary>
    public static bool IsPattern(string text) => text.Length <= MaxFormatLength && TryRead(text, strict: true, out _, out _);

    /// <summary>What matching a text counts of the steps that a record has.</summary>
    public int StepsFor(int length) =>
        _shape is null ? EngineSteps + (length / BytesPerEngineStep) : (int)Math.Min(1 + ((long)length * _shape.Weight / BytesPerSearchStep), int.MaxValue);

    /// <summary>Makes what a text needs, unless that was done or nothing is needed.</summary>
    /// <returns>The ticks of <see cref="TimeProvider.GetTimestamp"/> that it took.</returns>
    public long MakeReady(ReadOnlySpan<byte> utf8) => _shape is not null ? 0 : EngineFor(utf8).MakeReady();

    /// <summary>Whether some part of a text matches.</summary>
    /// <param name="utf8">The text, unescaped; what is not UTF-8 counts as U+FFFD, but for lone surrogates that are written as if they were code points.</param>
    public PatternVerdict IsMatch(ReadOnlySpan<byte> utf8) => IsMatch(utf8, PatternEngine.MatchTimeout);

    /// <summary>Whether some part of a text matches.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="left">The time that is left for it; an automaton, which is quick, is always given its <see cref="PatternEngine.MatchTimeout"/>.</param>
    public PatternVerdict IsMatch(ReadOnlySpan<byte> utf8, TimeSpan left)
    {
        if (_shape is not null) return _shape.IsMatch(utf8) ? PatternVerdict.Match : PatternVerdict.NoMatch;
        var engine = EngineFor(utf8);
        var rented = utf8.Length > StackChars ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        Span<char> chars = rented is null ? stackalloc char[StackChars] : rented;
        try
        {
            var text = chars[..PatternText.Read(utf8, chars, keepsSurrogates: engine == _basic)];
            PatternTranslator.SwapLineFeeds(text);
            return engine.IsMatch(text, left);
        }
        finally
        {
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Only a code point beyond the basic plane has a byte from F0 on.</summary>
    private PatternEngine EngineFor(ReadOnlySpan<byte> utf8) => utf8.ContainsAnyInRange((byte)0xF0, (byte)0xFF) ? _full! : _basic!;

    private static bool TryRead(string pattern, bool strict, out PatternNode? node, out int rangeCount)
    {
        try
        {
            node = PatternReader.Read(pattern, strict, out rangeCount);
            return true;
        }
        catch (SchemaException)
        {
            (node, rangeCount) = (null, 0);
            return false;
        }
    }
}
