using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Validation;

/// <summary>Reads control objects strictly, and says in words what is wrong with one and where.</summary>
internal static class ControlJson
{
    /// <summary>Reads an object; null with a problem when it cannot be read.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, out Problem? problem) where T : class
    {
        problem = null;
        try
        {
            var value = JsonSerializer.Deserialize(utf8, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!);
            if (value is null) problem = Refuse("", "The body is null; the call takes a JSON object.");
            return value;
        }
        catch (JsonException e)
        {
            problem = Refuse(JsonPointer.FromPath(e.Path), Sentence(e));
            return null;
        }
    }

    /// <summary>Reads an object that was parsed as an argument of a call.</summary>
    public static T? Read<T>(JsonElement json, out Problem? problem) where T : class
    {
        problem = Refuse("", "The call takes a JSON object.");
        return json.ValueKind == JsonValueKind.Object ? Read<T>(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(json), out problem) : null;
    }

    public static Problem Refuse(string pointer, string detail) => new(HttpErrors.InvalidJson, detail, [new ErrorItem(pointer, detail)]);

    // The framework's message ends with its own path and names .NET types; what is before that is for a person.
    private static string Sentence(JsonException e)
    {
        var message = e.Message;
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return $"There is no member '{LastName(message)}' here; check its spelling.";
        }

        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)) return $"The value at {Place(e)} is of the wrong type.";
        if (message.StartsWith("Duplicate ", StringComparison.Ordinal)) return Twice(e);
        if (message.Contains("trailing comma", StringComparison.Ordinal)) message = "A comma stands before a closing brace or bracket.";
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        var sentence = end < 0 ? message : message[..end];
        return e.LineNumber is { } line ? $"{sentence} (line {line + 1}, byte {e.BytePositionInLine + 1})" : sentence;
    }

    // Of a member of a map the framework does not tell the name.
    private static string Twice(JsonException e) =>
        LastName(e.Message) is var name and not "?" ? $"The member '{name}' is given twice." : $"A member at {Place(e)} is given twice.";

    private static string Place(JsonException e) => JsonPointer.FromPath(e.Path) is { Length: > 0 } pointer ? pointer : "the top";

    private static string LastName(string message)
    {
        var start = message.IndexOf('\'', StringComparison.Ordinal) + 1;
        var end = message.IndexOf('\'', start);
        return start > 0 && end > start ? message[start..end] : "?";
    }
}
