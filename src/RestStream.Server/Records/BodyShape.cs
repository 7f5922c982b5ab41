using System.Text.Json;

namespace RestStream.Server.Records;

/// <summary>What a produce body is when its Content-Type does not say: <c>curl -d</c> calls everything form-urlencoded.</summary>
internal static class BodyShape
{
    private static readonly string[] RecordMembers = ["key", "value", "headers", "partition", "timestamp", "keyEncoding", "valueEncoding"];

    /// <summary>True when the body begins with an object that is a record, so one record a line; false for an array, <c>{"records":…}</c> and what is no JSON.</summary>
    public static bool IsNdjson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return false;
            foreach (var member in RecordMembers)
            {
                if (reader.ValueTextEquals(member)) return true;
            }

            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
