using System.Text;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Random JSON texts over few names and values, each written in one of the ways that JSON allows.</summary>
internal sealed class RandomValues(Random random, bool doubledNames = false)
{
    private static readonly string[] s_names = ["a", "b", "c", "\\u0061", "é", "\\u00e9", "a/b", "a\\/b", "abc"];
    private static readonly string[] s_texts = ["", "a", "b", "ab", "abc", "\\u0061b", "é", "\\u00E9", "\\ud83d\\ude00", "😀", "a/b", "\\n", "a long text of more than sixteen bytes", "d"];
    private static readonly string[] s_numbers = ["0", "-0", "0.0", "1", "1.0", "10e-1", "2", "2.0", "3", "1.5", "15e-1", "-1", "0.1", "1e1", "10", "100E-2", "0.3", "6", "-1.0"];
    private static readonly string[] s_spaces = ["", "", "", " ", "\n", "\t "];

    public string Next(int depth)
    {
        var text = new StringBuilder();
        Write(text, depth);
        return text.ToString();
    }

    private string Pick(string[] values) => values[random.Next(values.Length)];

    private void Write(StringBuilder text, int depth)
    {
        text.Append(Pick(s_spaces));
        switch (random.Next(depth > 0 ? 10 : 5))
        {
            case 0: text.Append(Pick(["true", "false", "null"])); break;
            case 1 or 2: text.Append(Pick(s_numbers)); break;
            case 3 or 4: text.Append('"').Append(Pick(s_texts)).Append('"'); break;
            case 5 or 6: WriteArray(text, depth); break;
            default: WriteObject(text, depth); break;
        }

        text.Append(Pick(s_spaces));
    }

    private void WriteArray(StringBuilder text, int depth)
    {
        text.Append('[');
        var count = random.Next(10) == 0 ? random.Next(9, 14) : random.Next(4);
        for (var index = 0; index < count; index++)
        {
            if (index > 0) text.Append(',');
            Write(text, depth - 1);
        }

        text.Append(Pick(s_spaces)).Append(']');
    }

    /// <summary>Names twice only when asked for: what those mean no standard says.</summary>
    private void WriteObject(StringBuilder text, int depth)
    {
        text.Append('{');
        var names = s_names.OrderBy(_ => random.Next()).Take(random.Next(5)).DistinctBy(Meaning).ToArray();
        if (doubledNames && names.Length > 0 && random.Next(4) == 0) names = [.. names, names[random.Next(names.Length)]];
        for (var index = 0; index < names.Length; index++)
        {
            text.Append(index > 0 ? "," : "").Append(Pick(s_spaces)).Append('"').Append(names[index]).Append('"').Append(Pick(s_spaces)).Append(':');
            Write(text, depth - 1);
        }

        text.Append(Pick(s_spaces)).Append('}');
    }

    private static string Meaning(string name) => name.Replace("\\u0061", "a").Replace("\\u00e9", "é").Replace("\\/", "/");
}
