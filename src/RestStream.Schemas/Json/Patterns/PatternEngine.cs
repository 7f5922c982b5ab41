using System.Text.RegularExpressions;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// .NET's regular expression for a pattern: one that runs without backtracking where the pattern and its budget allow it. It is made at first use, within bounds that were
/// checked before. Thread-safe.
/// </summary>
internal sealed class PatternEngine
{
    /// <summary>What one match may take.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>What one match that backtracks may take when its record has less than <see cref="MatchTimeout"/> left.</summary>
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromMilliseconds(10);

    /// <summary>States up to which an automaton is tried.</summary>
    private const int MaxAutomatonSize = 10_000;

    /// <summary>Runs both of .NET's engines once without a limit: their code is made on the way, which may take longer than a match has.</summary>
    private static readonly Lazy<bool> AreEnginesReady = new(static () =>
        new Regex(@"\A(?=.*[a-c])(?!x)(?:(?<1>a)|b+?|[^c]){1,9}(?<=b)(?(1)\k<1>|)\z", RegexOptions.CultureInvariant).IsMatch("abbaba")
        & new Regex(@"\A(?:(?:a|bc)+|[^c-x]{1,9})\z|b+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking).IsMatch("abcabbb"));

    private readonly Lazy<Regex> _regex;
    private readonly Lazy<Regex> _short;

    /// <summary>Checks that it can be made.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="strict">How it is read.</param>
    /// <param name="node">What was read.</param>
    /// <param name="basicPlane">Whether its texts hold no code point beyond the basic plane.</param>
    /// <param name="budget">What automata may weigh.</param>
    /// <exception cref="SchemaException">It cannot.</exception>
    public PatternEngine(string text, bool strict, PatternNode node, bool basicPlane, PatternBudget budget)
    {
        var translator = new PatternTranslator(basicPlane);
        var translated = translator.Translate(node);
        budget.CountTranslated(translated.Length);
        TryBacktracking(translated);
        var traits = PatternTraits.Of(node);
        IsAutomaton = !traits.NeedsBacktracking && traits.Size <= MaxAutomatonSize && budget.TryTake(WeightOf(translator, traits));
        _regex = new Lazy<Regex>(() => Make(Translate(), MatchTimeout));
        _short = new Lazy<Regex>(() => Backtracking(Translate(), ShortTimeout));

        string Translate() => new PatternTranslator(basicPlane).Translate(PatternReader.Read(text, strict));
    }

    /// <summary>Whether it runs without backtracking.</summary>
    public bool IsAutomaton { get; }

    /// <summary>Makes it, unless that was done.</summary>
    /// <returns>The ticks of <see cref="TimeProvider.GetTimestamp"/> that it took.</returns>
    public long MakeReady()
    {
        if (_regex.IsValueCreated) return 0;
        var started = TimeProvider.System.GetTimestamp();
        _ = _regex.Value;
        return Math.Max(1, TimeProvider.System.GetTimestamp() - started);
    }

    /// <summary>Whether some part of a text matches.</summary>
    /// <param name="text">The text, with line feeds swapped.</param>
    /// <param name="left">What the record has left; less than <see cref="MatchTimeout"/> shortens what a match that backtracks may take.</param>
    public PatternVerdict IsMatch(ReadOnlySpan<char> text, TimeSpan left)
    {
        var regex = IsAutomaton || left >= MatchTimeout ? _regex.Value : _short.Value;
        try
        {
            return regex.IsMatch(text) ? PatternVerdict.Match : PatternVerdict.NoMatch;
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
    }

    /// <summary>About the kilobytes that the automaton will hold, as measured: ranges count, and classes with each other.</summary>
    private static long WeightOf(PatternTranslator translator, PatternTraits traits) =>
        100 + (translator.ClassLength / 5) + (3L * translator.ClassCount * translator.ClassCount) + (traits.Size / 6);

    private static void TryBacktracking(string text)
    {
        try
        {
            Backtracking(text, MatchTimeout);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OverflowException or InsufficientExecutionStackException)
        {
            throw new SchemaException($"The pattern cannot be run: {e.Message}");
        }
    }

    private Regex Make(string text, TimeSpan timeout)
    {
        _ = AreEnginesReady.Value;
        if (!IsAutomaton) return Backtracking(text, timeout);
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, timeout);
        }
        catch (NotSupportedException)
        {
            return Backtracking(text, timeout);
        }
    }

    private static Regex Backtracking(string text, TimeSpan timeout) => new(text, RegexOptions.CultureInvariant, timeout);
}
