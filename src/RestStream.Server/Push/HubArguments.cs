using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Push;

/// <summary>Reads the arguments of calls; what is of another type is told as any other problem.</summary>
internal static class HubArguments
{
    /// <summary>The text of a string; null when it is none, or holds half a surrogate pair.</summary>
    public static string? TextOf(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String) return null;
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <exception cref="HubException">It is no text.</exception>
    public static string Text(JsonElement json, string name) => TextOf(json) ?? throw Wrong(name, $"'{name}' takes text.");

    /// <exception cref="HubException">It is no whole number in the range.</exception>
    public static int Number(JsonElement json, string name, int min, int max)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) && number >= min && number <= max) return number;
        throw Wrong(name, $"'{name}' takes a whole number, {min} to {max}.");
    }

    /// <exception cref="HubException">It is no array.</exception>
    public static JsonElement Records(JsonElement json) => json.ValueKind == JsonValueKind.Array ? json : throw Wrong("records", "'records' takes an array of records.");

    private static HubException Wrong(string name, string detail) =>
        HubProblems.ToException(new Problem(HttpErrors.InvalidParameter, detail, [new ErrorItem(name, detail)]));
}
