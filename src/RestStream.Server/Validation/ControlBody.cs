using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Records;

namespace RestStream.Server.Validation;

/// <summary>
/// A control body, read strictly: duplicate and unknown members, bad UTF-8, wrong types and depth are refused with the place. Whatever its Content-Type says
/// (<c>curl -d</c> says form-urlencoded), the body is taken as JSON. The endpoint filter answers <see cref="Problem"/> before the handler runs.
/// </summary>
internal sealed class ControlBody<T> : IControlBody where T : class
{
    private ControlBody(T? value, Problem? problem) => (Value, Problem) = (value!, problem);

    /// <summary>The body; not null once the filter let it pass.</summary>
    public T Value { get; }

    public Problem? Problem { get; }

    object? IControlBody.Value => Value;

    /// <summary>Called by the framework for each parameter of this type.</summary>
    public static async ValueTask<ControlBody<T>> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var limit = services.GetRequiredService<LimitOptions>().MaxControlBodyBytes;
        var body = await RequestBody.ReadAsync(context, limit, services.GetRequiredService<BodyBudget>());
        if (body.Problem is not null) return new(null, body.Problem);
        try
        {
            return Parse(body.Bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body.Buffer);
            body.Release();
        }
    }

    private static ControlBody<T> Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Trim(" \t\r\n"u8).IsEmpty) return Refuse("", "The body is empty; the call takes a JSON object.");
        if (!Utf8.IsValid(utf8)) return Refuse("", "The body is not valid UTF-8.");
        try
        {
            var value = JsonSerializer.Deserialize(utf8, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!);
            return value is null ? Refuse("", "The body is null; the call takes a JSON object.") : new(value, null);
        }
        catch (JsonException e)
        {
            return Refuse(JsonPointer.FromPath(e.Path), Sentence(e));
        }
    }

    private static ControlBody<T> Refuse(string pointer, string detail) =>
        new(null, new Problem(HttpErrors.InvalidJson, detail, [new ErrorItem(pointer, detail)]));

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
