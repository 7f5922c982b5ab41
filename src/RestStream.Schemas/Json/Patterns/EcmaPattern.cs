using System.Buffers;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// A regular expression of ECMA-262 (with the flag u) that is found anywhere in a UTF-8 text. Immutable, thread-safe; what .NET needs to run it is made at first use.
/// <list type="number">
/// <item>A simple shape runs on the bytes: see <see cref="PatternShape"/>.</item>
/// <item>What an automaton can do runs without backtracking.</item>
/// <item>The rest backtracks.</item>
/// </list>
/// The last has <see cref="MatchTimeout"/>.
/// </summary>
internal sealed class EcmaPattern
{
    /// <summary>What one match that backtracks may take.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>What one match by an automaton may take: its time grows with the text alone, and its first one makes the automaton.</summary>
    private static readonly TimeSpan AutomatonTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Characters of a pattern that are read.</summary>
    private const int MaxLength = 65_536;

    /// <summary>Ranges of all sets of a pattern: one <c>\p{Letter}</c> has 650.</summary>
    private const int MaxRanges = 100_000;

    /// <summary>States up to which an automaton is tried; a larger one would cost more memory than its pattern is worth.</summary>
    private const int MaxAutomatonSize = 10_000;

    private const int StackChars = 512;

    /// <summary>Runs both of .NET's engines once without a limit: their code is made on the way, which may take longer than a match has.</summary>
    private static readonly Lazy<bool> AreEnginesReady = new(static () =>
        new Regex(@"\A(?=.*[a-c])(?!x)(?:(?<1>a)|b+?|[^c]){1,9}(?<=b)(?(1)\k<1>|)\z", RegexOptions.CultureInvariant).IsMatch("abbaba")
        & new Regex(@"\A(?:(?:a|bc)+|[^c-x]{1,9})\z|b+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking).IsMatch("abcabbb"));

    private readonly PatternNode _node;
    private readonly PatternTraits _traits;
    private readonly PatternShape? _shape;
    private readonly Lazy<Regex> _basic;
    private readonly Lazy<Regex> _full;

    private EcmaPattern(string pattern, PatternNode node)
    {
        (Text, _node) = (pattern, node);
        _traits = PatternTraits.Of(node);
        if (_traits.RangeCount > MaxRanges) throw new SchemaException("The pattern names so many sets of code points that it cannot be run.");
        _shape = PatternShape.TryOf(node);
        _basic = new Lazy<Regex>(() => Compile(basicPlane: true));
        _full = new Lazy<Regex>(() => Compile(basicPlane: false));
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it runs on the bytes, without .NET's regular expressions.</summary>
    internal bool IsSimple => _shape is not null;

    /// <summary>Reads a pattern: with the flag u, else without it where that has one meaning only.</summary>
    /// <exception cref="SchemaException">It is none of ECMA-262, or longer than can be kept.</exception>
    public static EcmaPattern Parse(string pattern)
    {
        if (pattern.Length > MaxLength) throw new SchemaException($"The pattern has {pattern.Length} characters; {MaxLength} is the limit.");
        var node = TryRead(pattern, strict: true) ?? TryRead(pattern, strict: false) ?? PatternReader.Read(pattern, strict: true);
        return new EcmaPattern(pattern, node);
    }

    /// <summary>Whether a text is a pattern with the flag u, as the format <c>regex</c> asks.</summary>
    public static bool IsPattern(string text) => text.Length <= MaxLength && TryRead(text, strict: true) is not null;

    /// <summary>Whether some part of a text matches.</summary>
    /// <param name="utf8">The text, unescaped; what is not UTF-8 counts as U+FFFD.</param>
    public PatternVerdict IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (_shape is not null) return _shape.IsMatch(utf8) ? PatternVerdict.Match : PatternVerdict.NoMatch;
        // Only a code point beyond the basic plane has a byte from F0 on.
        var regex = utf8.ContainsAnyInRange((byte)0xF0, (byte)0xFF) ? _full.Value : _basic.Value;
        var rented = utf8.Length > StackChars ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        Span<char> chars = rented is null ? stackalloc char[StackChars] : rented;
        try
        {
            Utf8.ToUtf16(utf8, chars, out _, out var count);
            PatternTranslator.SwapLineFeeds(chars[..count]);
            return regex.IsMatch(chars[..count]) ? PatternVerdict.Match : PatternVerdict.NoMatch;
        }
        catch (RegexMatchTimeoutException)
        {
            return PatternVerdict.TimedOut;
        }
        catch (IndexOutOfRangeException)
        {
            // .NET 10 loses its backtracking stack on some loops of empty rounds that look behind; whether the text matches is not known then.
            return PatternVerdict.TimedOut;
        }
        finally
        {
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static PatternNode? TryRead(string pattern, bool strict)
    {
        try
        {
            return PatternReader.Read(pattern, strict);
        }
        catch (SchemaException)
        {
            return null;
        }
    }

    private Regex Compile(bool basicPlane)
    {
        _ = AreEnginesReady.Value;
        var text = new PatternTranslator(basicPlane).Translate(_node);
        if (_traits.NeedsBacktracking || _traits.Size > MaxAutomatonSize) return Backtracking(text);
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, AutomatonTimeout);
        }
        catch (NotSupportedException)
        {
            return Backtracking(text);
        }
    }

    private static Regex Backtracking(string text) => new(text, RegexOptions.CultureInvariant, MatchTimeout);
}
