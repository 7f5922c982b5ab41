using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;

namespace RestStream.Server.Push;

/// <summary>Reads where a seek goes: <c>{"from":…}</c>, <c>{"cursor":…}</c>, or a position or cursor by itself.</summary>
internal static class SeekTarget
{
    /// <exception cref="Microsoft.AspNetCore.SignalR.HubException">It is neither.</exception>
    public static (CursorSet? Cursor, Position? Position) Read(JsonElement json, TimeProvider time)
    {
        var target = json.ValueKind == JsonValueKind.Object ? ReadObject(json, time, out var problem) : ReadText(json, time, out problem);
        return problem is null ? target : throw HubProblems.ToException(problem);
    }

    private static (CursorSet? Cursor, Position? Position) ReadObject(JsonElement json, TimeProvider time, out Problem? problem)
    {
        if (Validation.ControlJson.Read<SeekBody>(json, out problem) is not { } body) return default;
        if (body.Cursor is { } text) return (SubscribeRequest.ParseCursor(text, out problem), null);
        var position = SubscribeRequest.ParsePosition(body.From, "from", time, out problem);
        if (position is null && problem is null) problem = Neither;
        return (null, position);
    }

    // A cursor is longer than any position and begins with a version, so the two cannot be taken for each other.
    private static (CursorSet? Cursor, Position? Position) ReadText(JsonElement json, TimeProvider time, out Problem? problem)
    {
        if (json.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            problem = Neither;
            return default;
        }

        var position = SubscribeRequest.ParsePosition(json, "to", time, out problem);
        if (position is not null || HubArguments.TextOf(json) is not { } text) return (null, position);
        var decoded = CursorSet.Decode(text);
        if (!decoded.IsSuccess) return (null, null);
        problem = null;
        return (decoded.Value, null);
    }

    private static Problem Neither { get; } = new(
        HttpErrors.InvalidParameter, $"A seek takes a cursor, or a position: {PositionParser.Forms}.", [new ErrorItem("to", "A cursor or a position.")]);
}
