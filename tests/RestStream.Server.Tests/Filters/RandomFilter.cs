using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace RestStream.Server.Tests.Filters;

/// <summary>Random filters with what they mean: a text, and a simple evaluation over a DOM that knows nothing of the program's.</summary>
internal sealed class RandomFilter(Random random)
{
    private static readonly string[] Names = ["a", "b", "c d", "é"];
    private static readonly string[] Texts = ["", "x", "xy", "yx", "é😀", "a\nb", "'", "\"", "\\"];
    private static readonly string[] Numbers = ["0", "-0", "1", "1.0", "10e-1", "2", "-3.5", "1e30", "1000000000000000000000000000000", "9007199254740993", "9007199254740992.0", "1e-5"];

    public delegate bool Meaning(JsonElement? value);

    /// <summary>A test, some deep.</summary>
    public (string Text, Meaning Holds) Next(int depth)
    {
        switch (random.Next(depth <= 0 ? 4 : 8))
        {
            case 0:
                return Exists();
            case 1:
                return In();
            case 2:
                return Search();
            case 3:
                return Compare();
            case 4:
                var inner = Next(depth - 1);
                return ($"!({inner.Text})", value => !inner.Holds(value));
            case 5 or 6:
                var (left, right) = (Next(depth - 1), Next(depth - 1));
                return ($"({left.Text}) && ({right.Text})", value => left.Holds(value) && right.Holds(value));
            default:
                var (one, other) = (Next(depth - 1), Next(depth - 1));
                return ($"({one.Text} || {other.Text})", value => one.Holds(value) || other.Holds(value));
        }
    }

    /// <summary>A JSON value, written in one of many ways.</summary>
    public string NextValue(int depth) => random.Next(depth <= 0 ? 5 : 8) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 or 3 => Pick(Numbers),
        4 => Quote(Pick(Texts)),
        5 => "[" + string.Join(" , ", Enumerable.Range(0, random.Next(4)).Select(_ => NextValue(depth - 1))) + "]",
        _ => "{ " + string.Join(",", Enumerable.Range(0, random.Next(5)).Select(_ => $"{Quote(Pick(Names))} : {NextValue(depth - 1)}")) + "}",
    };

    private (string, Meaning) Exists()
    {
        var path = Path();
        return ($"exists({path.Text})", value => path.Find(value) is not null);
    }

    private (string, Meaning) In()
    {
        var path = Path();
        var literals = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Literal()).ToList();
        return ($"{path.Text} in [{string.Join(", ", literals.Select(literal => literal.Text))}]", value => literals.Any(literal => AreEqual(path.Find(value), literal.Value)));
    }

    private (string, Meaning) Search()
    {
        var path = Path();
        var wanted = random.Next(3) == 0 ? Literal() : Literal(Pick(Texts));
        var isText = wanted.Value.ValueKind == JsonValueKind.String;
        return random.Next(isText ? 3 : 1) switch
        {
            0 => ($"{path.Text}.contains({wanted.Text})", value => Contains(path.Find(value), wanted.Value)),
            1 => ($"{path.Text}.startsWith({wanted.Text})", value => TextOf(path.Find(value))?.StartsWith(wanted.Value.GetString()!, StringComparison.Ordinal) is true),
            _ => ($"{path.Text}.endsWith({wanted.Text})", value => TextOf(path.Find(value))?.EndsWith(wanted.Value.GetString()!, StringComparison.Ordinal) is true),
        };
    }

    private (string, Meaning) Compare()
    {
        var path = Path();
        var op = Pick(["==", "!=", "<", "<=", ">", ">="]);
        if (random.Next(3) == 0)
        {
            var other = Path();
            return ($"{path.Text} {op} {other.Text}", value => Holds(path.Find(value), op, other.Find(value)));
        }

        var literal = op is "==" or "!=" ? Literal() : Literal(random.Next(2) == 0 ? Pick(Texts) : null);
        return random.Next(4) == 0
            ? ($"{literal.Text} {op} {path.Text}", value => Holds(literal.Value, op, path.Find(value)))
            : ($"{path.Text} {op} {literal.Text}", value => Holds(path.Find(value), op, literal.Value));
    }

    private (string Text, JsonElement Value) Literal() => random.Next(5) switch
    {
        0 => ("null", JsonElement.Parse("null"u8)),
        1 => random.Next(2) == 0 ? ("true", JsonElement.Parse("true"u8)) : ("false", JsonElement.Parse("false"u8)),
        2 => Literal(Pick(Texts)),
        _ => Literal(null),
    };

    private (string Text, JsonElement Value) Literal(string? text)
    {
        var written = text is null ? Pick(Numbers) : Quote(text);
        return (text is not null && random.Next(2) == 0 ? "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'" : written, JsonElement.Parse(Encoding.UTF8.GetBytes(written)));
    }

    private (string Text, Func<JsonElement?, JsonElement?> Find) Path()
    {
        var text = new StringBuilder("value");
        var steps = new List<object>();
        for (var i = random.Next(4); i > 0; i--)
        {
            if (random.Next(3) == 0) steps.Add(random.Next(3));
            else steps.Add(Pick(Names));
            text.Append(steps[^1] is int index ? $"[{index}]" : steps[^1] is string name && name != "c d" && random.Next(2) == 0 ? "." + name : $"[{Quote((string)steps[^1])}]");
        }

        return (text.ToString(), value => steps.Aggregate(value, Step));
    }

    private static JsonElement? Step(JsonElement? value, object step) => (value, step) switch
    {
        ({ ValueKind: JsonValueKind.Array } array, int index) when index < array.GetArrayLength() => array[index],
        ({ ValueKind: JsonValueKind.Object } item, string name) when item.TryGetProperty(name, out var member) => member,
        _ => null,
    };

    private static bool Holds(JsonElement? left, string op, JsonElement? right)
    {
        if (left is null || right is null) return false;
        if (op == "==") return AreEqual(left, right);
        if (op == "!=") return !AreEqual(left, right);
        int order;
        if (left.Value.ValueKind == JsonValueKind.Number && right.Value.ValueKind == JsonValueKind.Number) order = CompareNumbers(left.Value, right.Value);
        else if (TextOf(left) is { } a && TextOf(right) is { } b) order = CompareTexts(a, b);
        else return false;
        return op switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    private static bool AreEqual(JsonElement? left, JsonElement? right) => left is { } a && right is { } b && a.ValueKind == b.ValueKind && a.ValueKind switch
    {
        JsonValueKind.Number => CompareNumbers(a, b) == 0,
        JsonValueKind.String => a.GetString() == b.GetString(),
        JsonValueKind.Array or JsonValueKind.Object => false,
        _ => true,
    };

    private static bool Contains(JsonElement? value, JsonElement wanted) => value switch
    {
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Any(element => AreEqual(element, wanted)),
        { ValueKind: JsonValueKind.String } text => TextOf(wanted) is { } part && text.GetString()!.Contains(part, StringComparison.Ordinal),
        _ => false,
    };

    private static string? TextOf(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int CompareTexts(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private static int CompareNumbers(JsonElement a, JsonElement b)
    {
        var (x, y) = (Scaled(a.GetRawText()), Scaled(b.GetRawText()));
        var scale = Math.Min(x.Exponent, y.Exponent);
        return (x.Mantissa * BigInteger.Pow(10, x.Exponent - scale)).CompareTo(y.Mantissa * BigInteger.Pow(10, y.Exponent - scale));
    }

    private static (BigInteger Mantissa, int Exponent) Scaled(string text)
    {
        var parts = text.Split('e', 'E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        if (point >= 0) exponent -= parts[0].Length - point - 1;
        return (BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), exponent);
    }

    private string Quote(string text) => random.Next(2) == 0 ? JsonSerializer.Serialize(text) : "\"" + string.Concat(text.Select(letter => $"\\u{(int)letter:x4}")) + "\"";

    private string Pick(string[] items) => items[random.Next(items.Length)];
}
