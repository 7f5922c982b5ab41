using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>One schema object while it is read: its keywords by type, each fault with its place.</summary>
/// <param name="schema">The schema.</param>
/// <param name="place">Its JSON Pointer, for messages.</param>
internal readonly struct SchemaReader(JsonTree schema, string place)
{
    public JsonTree Schema { get; } = schema;

    public string Place { get; } = place;

    public bool Has(string keyword) => Schema.Members.ContainsKey(keyword);

    public bool HasAny(IEnumerable<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (Has(keyword)) return true;
        }

        return false;
    }

    public JsonTree? Value(string keyword) => Schema.Members.GetValueOrDefault(keyword);

    public string PlaceOf(string keyword) => $"{Place}/{Escaped(keyword)}";

    public string? Text(string keyword)
    {
        if (Value(keyword) is not { } value) return null;
        return value.Kind == JsonTreeKind.String ? value.Text : throw Fault(keyword, "a string", value);
    }

    public bool? Flag(string keyword) => Value(keyword) switch
    {
        null => null,
        { Kind: JsonTreeKind.True } => true,
        { Kind: JsonTreeKind.False } => false,
        var value => throw Fault(keyword, "true or false", value),
    };

    public ExactDecimal? Number(string keyword)
    {
        if (Value(keyword) is not { } value) return null;
        return value.Kind == JsonTreeKind.Number ? ExactDecimal.Of(value.Text) : throw Fault(keyword, "a number", value);
    }

    /// <summary>A limit of a length or a count.</summary>
    public ExactDecimal? Count(string keyword)
    {
        var number = Number(keyword);
        return number is null or { IsNegative: false, IsInteger: true }
            ? number
            : throw Fault(keyword, "a whole number of at least 0", Value(keyword)!);
    }

    public IReadOnlyList<JsonTree> Array(string keyword)
    {
        if (Value(keyword) is not { } value) return [];
        return value.Kind == JsonTreeKind.Array ? value.Items : throw Fault(keyword, "an array", value);
    }

    public IReadOnlySet<string> Names(string keyword)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Array(keyword))
        {
            if (item.Kind != JsonTreeKind.String) throw Fault(keyword, "an array of strings", item);
            names.Add(item.Text);
        }

        return names;
    }

    public OrderedDictionary<string, JsonTree> Members(string keyword)
    {
        if (Value(keyword) is not { } value) return [];
        return value.IsObject ? value.Members : throw Fault(keyword, "an object", value);
    }

    public SchemaException Fault(string keyword, string expected, JsonTree found) =>
        new($"'{keyword}' must be {expected}, and is {Shortened(found)}.", PlaceOf(keyword));

    public static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Shortened(JsonTree value)
    {
        var text = value.ToString();
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
