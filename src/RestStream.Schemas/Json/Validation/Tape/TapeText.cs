using System.Text;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>Values and places of a tape as a person reads them.</summary>
internal static class TapeText
{
    private const int ShownBytes = 60;
    private const int ShownTextLength = 200;

    /// <summary>The value's JSON text; a long one is cut.</summary>
    public static string Show(in JsonTape tape, int at)
    {
        ref readonly var token = ref tape.Tokens[at];
        var text = tape.TextOf(at);
        var cut = text.Length <= ShownBytes ? text : text[..WholeCharacters(text, ShownBytes)];
        var shown = Encoding.UTF8.GetString(cut) + (cut.Length < text.Length ? "…" : "");
        return token.Kind is JsonKind.String or JsonKind.Name ? $"\"{shown}\"" : shown;
    }

    /// <summary>A text of the schema; a long one is cut.</summary>
    public static string Cut(string text) => text.Length <= ShownTextLength ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[ShownTextLength - 1]) ? ShownTextLength - 1 : ShownTextLength), "…");

    /// <summary>The JSON Pointer of a value; a long one is cut.</summary>
    public static string PointerTo(in JsonTape tape, int at)
    {
        var pointer = new StringBuilder();
        var container = 0;
        while (container < at) container = Descend(tape, container, at, pointer);
        return JsonPointer.Shown(pointer.ToString());
    }

    /// <summary>Appends the step from a container towards a value in it.</summary>
    /// <returns>The child that holds the value.</returns>
    private static int Descend(in JsonTape tape, int container, int at, StringBuilder pointer)
    {
        var isObject = tape.Tokens[container].Kind == JsonKind.Object;
        var child = container + 1;
        for (var index = 0; ; index++)
        {
            var value = isObject ? child + 1 : child;
            if (at < tape.Tokens[value].Next)
            {
                pointer.Append('/').Append(isObject ? JsonPointer.Escape(Encoding.UTF8.GetString(tape.TextOf(child))) : index.ToString());
                return value;
            }

            child = tape.Tokens[value].Next;
        }
    }

    private static int WholeCharacters(ReadOnlySpan<byte> text, int length)
    {
        while (length > 0 && (text[length] & 0xC0) == 0x80) length--;
        return length;
    }
}
