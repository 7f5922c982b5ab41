using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

/// <summary>The kinds of values with their article.</summary>
internal static class KindNames
{
    /// <summary>What a value is.</summary>
    public static string Of(in JsonTape tape, int at) => tape.Tokens[at].Kind switch
    {
        JsonKind.Object => Of("object"),
        JsonKind.Array => Of("array"),
        JsonKind.String or JsonKind.Name => Of("string"),
        JsonKind.Number => $"{Of("number")} ({TapeText.Show(tape, at)})",
        JsonKind.Null => Of("null"),
        _ => Of("boolean"),
    };

    /// <summary>A type's name with its article.</summary>
    public static string Of(string type) => type switch
    {
        "null" => type,
        "object" or "array" or "integer" => $"an {type}",
        _ => $"a {type}",
    };
}
