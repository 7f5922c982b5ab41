namespace RestStream.Schemas.Json.Text;

/// <summary>A JSON value as it was written: members in their order, numbers as exact decimals. Immutable; equal only to itself.</summary>
internal sealed class JsonTree
{
    private static readonly OrderedDictionary<string, JsonTree> NoMembers = new(StringComparer.Ordinal);

    private JsonTree(JsonTreeKind kind, string text, IReadOnlyList<JsonTree> items, OrderedDictionary<string, JsonTree> members)
        => (Kind, Text, Items, Members) = (kind, text, items, members);

    public JsonTreeKind Kind { get; }

    /// <summary>A string's content or a number's decimal; empty for other kinds.</summary>
    public string Text { get; }

    /// <summary>An array's elements; empty for other kinds.</summary>
    public IReadOnlyList<JsonTree> Items { get; }

    /// <summary>An object's members; empty for other kinds. A name that came twice stands at its first place with its last value.</summary>
    public OrderedDictionary<string, JsonTree> Members { get; }

    public bool IsObject => Kind == JsonTreeKind.Object;

    public static JsonTree Object(OrderedDictionary<string, JsonTree> members) => new(JsonTreeKind.Object, "", [], members);

    public static JsonTree Array(IReadOnlyList<JsonTree> items) => new(JsonTreeKind.Array, "", items, NoMembers);

    public static JsonTree String(string content) => new(JsonTreeKind.String, content, [], NoMembers);

    public static JsonTree Number(string decimalText) => new(JsonTreeKind.Number, decimalText, [], NoMembers);

    public static JsonTree Literal(JsonTreeKind kind) => new(kind, "", [], NoMembers);

    /// <summary>The value without white space.</summary>
    public override string ToString() => JsonTreeWriter.Write(this);
}
