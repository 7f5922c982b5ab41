using System.Text.Json;

namespace RestStream.Schemas.Json.Inference;

/// <summary>Writes what was seen at a place as the members of a schema.</summary>
internal static class InferredPlaceWriter
{
    private static readonly (InferredTypes Type, string Name)[] Names =
    [
        (InferredTypes.String, "string"),
        (InferredTypes.Integer, "integer"),
        (InferredTypes.Number, "number"),
        (InferredTypes.Boolean, "boolean"),
        (InferredTypes.Object, "object"),
        (InferredTypes.Array, "array"),
        (InferredTypes.Null, "null"),
    ];

    public static void WriteMembers(Utf8JsonWriter writer, InferredPlace place)
    {
        if (place.IsAnything || place.Types == InferredTypes.None) return;
        WriteTypes(writer, place.Types);
        if (place.Strings is { } strings) WriteStrings(writer, place.Types, strings);
        WriteObject(writer, place);
        if (place.Items is { } items) WriteSchema(writer, "items", items);
    }

    private static void WriteSchema(Utf8JsonWriter writer, string name, InferredPlace place)
    {
        writer.WriteStartObject(name);
        WriteMembers(writer, place);
        writer.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter writer, InferredTypes types)
    {
        if (types.HasFlag(InferredTypes.Number)) types &= ~InferredTypes.Integer;
        var names = Names.Where(known => types.HasFlag(known.Type)).Select(static known => known.Name).ToList();
        writer.WritePropertyName("type");
        if (names.Count > 1) writer.WriteStartArray();
        foreach (var name in names) writer.WriteStringValue(name);
        if (names.Count > 1) writer.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, InferredTypes types, InferredStrings strings)
    {
        var isText = (types & ~(InferredTypes.String | InferredTypes.Null)) == InferredTypes.None;
        if (strings.Format is { } format) writer.WriteString("format", format);
        else if (isText && strings.Values is { } values) WriteEnum(writer, values, types.HasFlag(InferredTypes.Null));
    }

    private static void WriteEnum(Utf8JsonWriter writer, IReadOnlyList<string> values, bool withNull)
    {
        writer.WriteStartArray("enum");
        foreach (var value in values) writer.WriteStringValue(value);
        if (withNull) writer.WriteNullValue();
        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, InferredPlace place)
    {
        var members = place.Members.ToList();
        if (members.Count > 0)
        {
            writer.WriteStartObject("properties");
            foreach (var (name, member, _) in members) WriteSchema(writer, name, member);
            writer.WriteEndObject();
        }

        WriteRequired(writer, [.. members.Where(static member => member.IsAlwaysThere).Select(static member => member.Name)]);
        if (place.Rest is { } rest) WriteSchema(writer, "additionalProperties", rest);
    }

    private static void WriteRequired(Utf8JsonWriter writer, List<string> names)
    {
        if (names.Count == 0) return;
        writer.WriteStartArray("required");
        foreach (var name in names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
