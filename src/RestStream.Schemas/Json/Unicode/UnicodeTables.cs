using System.Collections.Concurrent;

namespace RestStream.Schemas.Json.Unicode;

/// <summary>
/// Properties of code points that .NET does not tell, from the resource <c>unicode-tables.txt</c> (its form is told in <c>unicode-tables.mjs</c>, which writes it).
/// A set is read at its first use. Thread-safe.
/// </summary>
internal static class UnicodeTables
{
    private static readonly Dictionary<(string Kind, string Name), string> Texts = Load();
    private static readonly ConcurrentDictionary<(string Kind, string Name), CodePointSet> Sets = new();

    /// <summary>The set of a property that is there.</summary>
    public static CodePointSet Get(string kind, string name) =>
        Find(kind, name) ?? throw new InvalidOperationException($"The Unicode tables lack {kind}={name}.");

    /// <summary>The set of a property by its name or alias; null when the tables do not have it.</summary>
    public static CodePointSet? Find(string kind, string name)
    {
        if (Sets.TryGetValue((kind, name), out var set)) return set;
        return Texts.TryGetValue((kind, name), out var text) ? Sets.GetOrAdd((kind, name), Decode(text)) : null;
    }

    private static Dictionary<(string Kind, string Name), string> Load()
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode-tables.txt")
            ?? throw new InvalidOperationException("The resource unicode-tables.txt is not in the assembly.");
        using var reader = new StreamReader(stream);
        var texts = new Dictionary<(string Kind, string Name), string>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('|');
            foreach (var name in parts[1].Split(' ')) texts[(parts[0], name)] = parts[2];
        }

        return texts;
    }

    private static CodePointSet Decode(string text)
    {
        var ranges = new List<(int First, int Last)>();
        var end = -1;
        foreach (var token in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var plus = token.IndexOf('+', StringComparison.Ordinal);
            var first = end + Base36(plus < 0 ? token : token.AsSpan(0, plus));
            end = first + (plus < 0 ? 0 : Base36(token.AsSpan(plus + 1)));
            ranges.Add((first, end));
        }

        return CodePointSet.Of(ranges);
    }

    private static int Base36(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits) value = (value * 36) + (digit <= '9' ? digit - '0' : digit - 'a' + 10);
        return value;
    }
}
