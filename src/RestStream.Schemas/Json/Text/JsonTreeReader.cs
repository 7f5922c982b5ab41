using System.Text;
using System.Text.Json;

namespace RestStream.Schemas.Json.Text;

/// <summary>Reads the text of a JSON schema into a tree.</summary>
internal static class JsonTreeReader
{
    /// <summary>How deep a schema's JSON may nest: the model and the diff recurse along it.</summary>
    public const int MaxDepth = 128;

    private const int MaxNumberLength = 1_000;

    /// <exception cref="SchemaException">It is not JSON, or too deep.</exception>
    public static JsonTree Read(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var tree = ReadValue(ref reader);
            reader.Read();
            return tree;
        }
        catch (JsonException e)
        {
            throw new SchemaException(
                $"This is not JSON: {Sentence(e.Message)}.", $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private static JsonTree ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => JsonTree.String(ReadString(ref reader)),
        JsonTokenType.Number => JsonTree.Number(ReadNumber(ref reader)),
        JsonTokenType.True => JsonTree.Literal(JsonTreeKind.True),
        JsonTokenType.False => JsonTree.Literal(JsonTreeKind.False),
        _ => JsonTree.Literal(JsonTreeKind.Null),
    };

    private static JsonTree ReadObject(ref Utf8JsonReader reader)
    {
        var members = new OrderedDictionary<string, JsonTree>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ReadString(ref reader);
            reader.Read();
            members[name] = ReadValue(ref reader);
        }

        return JsonTree.Object(members);
    }

    private static JsonTree ReadArray(ref Utf8JsonReader reader)
    {
        var items = new List<JsonTree>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(ref reader));
        return JsonTree.Array(items);
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SchemaException("A string holds half of a surrogate pair: write the character whole.", $"byte {reader.TokenStartIndex + 1}");
        }
    }

    private static string ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxNumberLength)
        {
            throw new SchemaException($"A number has more than {MaxNumberLength} characters.", $"byte {reader.TokenStartIndex + 1}");
        }

        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        return ExactDecimal.TryParse(text, out var number)
            ? number.ToString()
            : throw new SchemaException("The exponent of a number is out of range.", $"byte {reader.TokenStartIndex + 1}");
    }

    // The runtime ends its messages with the place, which is given apart.
    private static string Sentence(string message)
    {
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (place < 0 ? message : message[..place]).TrimEnd('.');
    }
}
