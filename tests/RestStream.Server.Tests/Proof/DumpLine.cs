using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RestStream.Server.Tests.Proof;

/// <summary>Records as lines of Kafka's <c>dump-log</c>, without the producer's sequence and the timestamp's type, which HTTP does not show.</summary>
internal static partial class DumpLine
{
    /// <summary>The line of a record that HTTP answered.</summary>
    public static string Of(JsonElement record) => Of(
        record.GetProperty("offset").GetInt64(),
        record.GetProperty("timestamp").GetInt64(),
        Bytes(record, "key", "keyEncoding"),
        Bytes(record, "value", "valueEncoding"),
        record.GetProperty("headers").EnumerateArray().Select(header => header.GetProperty("name").GetString()!));

    /// <summary>The line of a record that was sent.</summary>
    public static string Of(long offset, long timestamp, byte[]? key, byte[]? value, IEnumerable<string> headerNames)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"| offset: {offset} time: {timestamp} keySize: {key?.Length ?? -1} valueSize: {value?.Length ?? -1} ");
        line.Append(CultureInfo.InvariantCulture, $"headerKeys: [{string.Join(',', headerNames)}]");
        if (key is not null) line.Append(" key: ").Append(Encoding.UTF8.GetString(key));
        if (value is not null) line.Append(" payload: ").Append(Encoding.UTF8.GetString(value));
        return line.ToString();
    }

    /// <summary>The record lines of a dump, in the same form.</summary>
    public static IEnumerable<string> RecordsOf(IEnumerable<string> dump) =>
        dump.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => Varying().Replace(line, "$1time: $2$3", 1));

    private static byte[]? Bytes(JsonElement record, string name, string encodingName)
    {
        JsonElement element = record.GetProperty(name);
        if (element.ValueKind == JsonValueKind.Null) return null;
        string? encoding = record.TryGetProperty(encodingName, out JsonElement given) ? given.GetString() : null;
        if (encoding == "base64") return element.GetBytesFromBase64();
        bool isText = encoding == "text" || name == "key";
        return Encoding.UTF8.GetBytes(isText ? element.GetString()! : element.GetRawText());
    }

    [GeneratedRegex(@"^(\| offset: \d+ )(?:CreateTime|LogAppendTime): (\d+)( keySize: -?\d+ valueSize: -?\d+ )sequence: -?\d+ ")]
    private static partial Regex Varying();
}
