using System.Globalization;
using System.Text;

namespace RestStream.Server.Validation;

/// <summary>JSON Pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>One step of a pointer, escaped.</summary>
    public static string Step(string name) => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Step(int index) => "/" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The pointer of a path as System.Text.Json reports it: <c>$.config['a.b'][3]</c>.</summary>
    public static string FromPath(string? path)
    {
        var pointer = new StringBuilder();
        var rest = path.AsSpan();
        if (rest.StartsWith("$")) rest = rest[1..];
        while (!rest.IsEmpty)
        {
            var name = NextStep(ref rest);
            pointer.Append(Step(name));
        }

        return pointer.ToString();
    }

    private static string NextStep(ref ReadOnlySpan<char> rest)
    {
        var (open, close) = rest switch
        {
            ['[', '\'', ..] => (2, "']"),
            ['[', ..] => (1, "]"),
            _ => (1, ""),
        };
        var body = rest[open..];
        var end = close.Length > 0 ? body.IndexOf(close) : body.IndexOfAny('.', '[');
        var name = end < 0 ? body : body[..end];
        rest = end < 0 ? default : body[(end + close.Length)..];
        return name.ToString();
    }
}
