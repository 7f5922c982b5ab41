using System.Text;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>Reads schema texts, and writes JSON as Confluent's registry prints it: no white space, only what must be escaped is, floating numbers as Java prints them.</summary>
internal static class AvroJson
{
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = AvroLimits.TextDepth,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    /// <exception cref="SchemaException">The text is not JSON, or beyond a bound.</exception>
    public static JsonElement Read(string text)
    {
        if (text.Length > AvroLimits.TextLength) throw new SchemaException($"The schema is longer than {AvroLimits.TextLength} characters: split it.");
        if (AvroKinds.TryParsePrimitive(text.Trim(), out _))
            throw new SchemaException($"An Avro schema is JSON: write \"{text.Trim()}\" with its quotation marks.");
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            JsonElement root = document.RootElement.Clone();
            CheckStrings(root);
            return root;
        }
        catch (JsonException error)
        {
            string? place = error.LineNumber is { } line ? $"line {line + 1}, column {error.BytePositionInLine + 1}" : null;
            throw new SchemaException($"The schema is not JSON: {error.Message}", place);
        }
        catch (InvalidOperationException)
        {
            throw new SchemaException("A string of the schema has half a character: an escape like \\ud800 stands without its other half.");
        }
        catch (ArgumentException)
        {
            throw new SchemaException("The schema's text has half a character: a surrogate stands without its other half.");
        }
    }

    /// <exception cref="InvalidOperationException">A string holds an escape that is half a character.</exception>
    private static void CheckStrings(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) value.GetString();
        else if (value.ValueKind == JsonValueKind.Array) foreach (JsonElement item in value.EnumerateArray()) CheckStrings(item);
        else if (value.ValueKind == JsonValueKind.Object) foreach (JsonProperty member in value.EnumerateObject()) CheckMember(member);
    }

    private static void CheckMember(JsonProperty member)
    {
        _ = member.Name;
        CheckStrings(member.Value);
    }

    public static void Write(StringBuilder into, JsonElement value, bool sorted)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WriteObject(into, value, sorted); break;
            case JsonValueKind.Array: WriteArray(into, value, sorted); break;
            case JsonValueKind.String: WriteString(into, value.GetString()!); break;
            case JsonValueKind.Number: WriteNumber(into, value.GetRawText()); break;
            default: into.Append(value.GetRawText()); break;
        }
    }

    private static void WriteObject(StringBuilder into, JsonElement value, bool sorted)
    {
        IEnumerable<JsonProperty> members = value.EnumerateObject();
        if (sorted) members = members.OrderBy(member => member.Name, StringComparer.Ordinal);
        into.Append('{');
        char separator = '\0';
        foreach (JsonProperty member in members)
        {
            Separate(into, ref separator);
            WriteString(into, member.Name);
            into.Append(':');
            Write(into, member.Value, sorted);
        }

        into.Append('}');
    }

    private static void WriteArray(StringBuilder into, JsonElement value, bool sorted)
    {
        into.Append('[');
        char separator = '\0';
        foreach (JsonElement item in value.EnumerateArray())
        {
            Separate(into, ref separator);
            Write(into, item, sorted);
        }

        into.Append(']');
    }

    private static void Separate(StringBuilder into, ref char separator)
    {
        if (separator != '\0') into.Append(separator);
        separator = ',';
    }

    private static void WriteNumber(StringBuilder into, string text)
    {
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0) JavaNumbers.Write(into, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        else into.Append(text == "-0" ? "0" : text);
    }

    public static void WriteString(StringBuilder into, string text)
    {
        into.Append('"');
        foreach (char character in text) WriteCharacter(into, character);
        into.Append('"');
    }

    private static void WriteCharacter(StringBuilder into, char character)
    {
        switch (character)
        {
            case '"': into.Append("\\\""); break;
            case '\\': into.Append("\\\\"); break;
            case '\n': into.Append("\\n"); break;
            case '\r': into.Append("\\r"); break;
            case '\t': into.Append("\\t"); break;
            case '\b': into.Append("\\b"); break;
            case '\f': into.Append("\\f"); break;
            case < ' ': into.Append("\\u").Append(((int)character).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)); break;
            default: into.Append(character); break;
        }
    }
}
