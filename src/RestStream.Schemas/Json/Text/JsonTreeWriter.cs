using System.Globalization;
using System.Text;

namespace RestStream.Schemas.Json.Text;

/// <summary>Writes a tree without white space, escaping only what JSON demands, as other registries do.</summary>
internal readonly struct JsonTreeWriter
{
    private readonly StringBuilder _text;
    private readonly bool _sorted;
    private readonly bool _unique;

    private JsonTreeWriter(StringBuilder text, bool sorted, bool unique) => (_text, _sorted, _unique) = (text, sorted, unique);

    /// <summary>Members and numbers as they were written.</summary>
    public static string Write(JsonTree tree) => Write(tree, sorted: false, unique: false);

    /// <summary>Members by their names' UTF-16 order at every depth.</summary>
    public static string WriteSorted(JsonTree tree) => Write(tree, sorted: true, unique: false);

    /// <summary>The text that equal values share: members sorted, 1.0 as 1.</summary>
    public static string WriteUnique(JsonTree tree) => Write(tree, sorted: true, unique: true);

    private static string Write(JsonTree tree, bool sorted, bool unique)
    {
        var text = new StringBuilder();
        new JsonTreeWriter(text, sorted, unique).Append(tree);
        return text.ToString();
    }

    private void Append(JsonTree tree)
    {
        switch (tree.Kind)
        {
            case JsonTreeKind.Object: WriteObject(tree); break;
            case JsonTreeKind.Array: WriteArray(tree); break;
            case JsonTreeKind.String: WriteString(tree.Text); break;
            case JsonTreeKind.Number: _text.Append(_unique ? ExactDecimal.Of(tree.Text).ToUniqueText() : tree.Text); break;
            case JsonTreeKind.True: _text.Append("true"); break;
            case JsonTreeKind.False: _text.Append("false"); break;
            default: _text.Append("null"); break;
        }
    }

    private void WriteObject(JsonTree tree)
    {
        IEnumerable<KeyValuePair<string, JsonTree>> members = tree.Members;
        if (_sorted) members = members.OrderBy(member => member.Key, StringComparer.Ordinal);

        var separator = "{";
        foreach (var (name, value) in members)
        {
            _text.Append(separator);
            WriteString(name);
            _text.Append(':');
            Append(value);
            separator = ",";
        }

        _text.Append(tree.Members.Count == 0 ? "{}" : "}");
    }

    private void WriteArray(JsonTree tree)
    {
        _text.Append('[');
        for (var i = 0; i < tree.Items.Count; i++)
        {
            if (i > 0) _text.Append(',');
            Append(tree.Items[i]);
        }

        _text.Append(']');
    }

    private void WriteString(string content)
    {
        _text.Append('"');
        foreach (var c in content)
        {
            if (c is '"' or '\\') _text.Append('\\').Append(c);
            else if (c < ' ') WriteControl(c);
            else _text.Append(c);
        }

        _text.Append('"');
    }

    private void WriteControl(char c) => _ = c switch
    {
        '\b' => _text.Append("\\b"),
        '\t' => _text.Append("\\t"),
        '\n' => _text.Append("\\n"),
        '\f' => _text.Append("\\f"),
        '\r' => _text.Append("\\r"),
        _ => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
    };
}
