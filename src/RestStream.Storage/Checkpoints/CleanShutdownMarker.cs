using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using RestStream.Storage.Files;
using RestStream.Storage.Records;

namespace RestStream.Storage.Checkpoints;

/// <summary>
/// Kafka's <c>.kafka_cleanshutdown</c>, with what makes it worth trusting: <c>{"version":0,"brokerEpoch":-1,"logs":[["topic",partition,logStartOffset,logEndOffset,
/// activeSegmentBaseOffset,activeSegmentBytes,sizeBytes],…],"crc32c":n}</c>, the sum being over all bytes before <c>,"crc32c"</c>. It must be deleted, and the
/// directory synced, before the first write after a start. Absent, damaged or Kafka's own: every log is recovered.
/// </summary>
internal static class CleanShutdownMarker
{
    /// <summary>Its name in the data directory.</summary>
    public const string FileName = ".kafka_cleanshutdown";

    private static ReadOnlySpan<byte> CrcMember => ",\"crc32c\":"u8;

    /// <summary>Replaces the file atomically; durable when it returns. Everything it names must be synced before.</summary>
    /// <exception cref="FileSystemException">The directory may count as clean or not.</exception>
    public static void Write(IFileSystem files, string path, IEnumerable<CleanLog> logs)
    {
        var content = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(content))
            WriteObject(json, logs);
        byte[] open = content.WrittenSpan[..^1].ToArray(); // Without the closing brace.
        Span<byte> sum = stackalloc byte[10];
        Utf8Formatter.TryFormat(Crc32C.Compute(open), sum, out int digits);
        AtomicFile.Write(files, path, [.. open, .. CrcMember, .. sum[..digits], (byte)'}']);
    }

    /// <summary>The logs as they were left; null unless the marker is there and whole: then every log must be recovered.</summary>
    public static Dictionary<TopicPartition, CleanLog>? Read(IFileSystem files, string path)
    {
        byte[]? content = AtomicFile.Read(files, path);
        if (content is null || !IsWhole(content))
            return null;
        using JsonDocument document = JsonDocument.Parse(content);
        return document.RootElement.GetProperty("logs").EnumerateArray().Select(ReadLog).ToDictionary(log => log.Partition);
    }

    private static bool IsWhole(ReadOnlySpan<byte> content)
    {
        int sumAt = content.LastIndexOf(CrcMember);
        return sumAt >= 0
            && Utf8Parser.TryParse(content[(sumAt + CrcMember.Length)..], out uint sum, out int digits)
            && content[(sumAt + CrcMember.Length + digits)..].SequenceEqual("}"u8)
            && sum == Crc32C.Compute(content[..sumAt]);
    }

    private static void WriteObject(Utf8JsonWriter json, IEnumerable<CleanLog> logs)
    {
        json.WriteStartObject();
        json.WriteNumber("version", 0);
        json.WriteNumber("brokerEpoch", -1);
        json.WriteStartArray("logs");
        foreach (CleanLog log in logs)
            WriteLog(json, log);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, CleanLog log)
    {
        json.WriteStartArray();
        json.WriteStringValue(log.Partition.Topic);
        json.WriteNumberValue(log.Partition.Partition);
        json.WriteNumberValue(log.LogStartOffset);
        json.WriteNumberValue(log.LogEndOffset);
        json.WriteNumberValue(log.ActiveSegmentBaseOffset);
        json.WriteNumberValue(log.ActiveSegmentBytes);
        json.WriteNumberValue(log.SizeBytes);
        json.WriteEndArray();
    }

    private static CleanLog ReadLog(JsonElement fields) => new(
        new TopicPartition(fields[0].GetString()!, fields[1].GetInt32()),
        fields[2].GetInt64(), fields[3].GetInt64(), fields[4].GetInt64(), fields[5].GetInt64(), fields[6].GetInt64());
}
