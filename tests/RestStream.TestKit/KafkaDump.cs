using System.Globalization;
using System.Text;
using RestStream.Storage.Records;

namespace RestStream.TestKit;

/// <summary>
/// Prints a segment as Kafka's own <c>dump-log --deep-iteration --print-data-log</c> does, from what our codec reads: equal text shows that both read the same.
/// Records in a codec without a decoder here are left out.
/// </summary>
public static class KafkaDump
{
    /// <summary>The lines for one segment; ends at the first bytes that are no whole batch.</summary>
    public static IReadOnlyList<string> Lines(ReadOnlySpan<byte> segment)
    {
        var lines = new List<string>();
        var position = 0;
        while (RecordBatchHeader.TryRead(segment[position..], out RecordBatchHeader header) && header.Length <= segment.Length - position)
        {
            ReadOnlySpan<byte> batch = segment.Slice(position, header.Length);
            lines.Add(BatchLine(header, position, RecordBatch.VerifyCrc(batch)));
            AddRecords(lines, header, RecordBatch.Records(batch));
            position += header.Length;
        }
        return lines;
    }

    private static string BatchLine(in RecordBatchHeader header, int position, bool isValid)
    {
        string codec = header.Codec.ToString().ToLowerInvariant();
        return Invariant($"baseOffset: {header.BaseOffset} lastOffset: {header.LastOffset} count: {header.Count} ") +
            Invariant($"baseSequence: {header.BaseSequence} lastSequence: {Sequence(header, header.LastOffsetDelta)} ") +
            Invariant($"producerId: {header.ProducerId} producerEpoch: {header.ProducerEpoch} partitionLeaderEpoch: {header.LeaderEpoch} ") +
            Invariant($"isTransactional: {Bool(header.IsTransactional)} isControl: {Bool(header.IsControl)} deleteHorizonMs: {Horizon(header)} ") +
            Invariant($"position: {position} {Time(header)}: {header.MaxTimestamp} size: {header.Length} magic: 2 ") +
            Invariant($"compresscodec: {codec} crc: {header.Crc} isvalid: {Bool(isValid)}");
    }

    private static void AddRecords(List<string> lines, in RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        DecompressedRecords? decompressed = null;
        if (header.IsCompressed && BatchDecompression.Decompress(header.Codec, records, out decompressed) != RecordBatchError.None)
            return;
        using DecompressedRecords? returned = decompressed;
        var reader = new RecordReader(header, decompressed is null ? records : decompressed.Bytes);
        while (reader.Read())
            lines.Add(RecordLine(header, reader));
        if (reader.Error != RecordBatchError.None)
            lines.Add(reader.Error.ToString());
    }

    private static string RecordLine(in RecordBatchHeader header, in RecordReader record)
    {
        var line = new StringBuilder("| ");
        line.Append(Invariant($"offset: {record.Offset} {Time(header)}: {record.Timestamp} "));
        line.Append(Invariant($"keySize: {(record.HasKey ? record.Key.Length : -1)} valueSize: {(record.HasValue ? record.Value.Length : -1)} "));
        line.Append(Invariant($"sequence: {Sequence(header, (int)(record.Offset - header.BaseOffset))} headerKeys: ["));
        RecordHeaderReader headers = record.Headers;
        for (int i = 0; headers.Read(); i++)
            line.Append(i == 0 ? "" : ",").Append(Encoding.UTF8.GetString(headers.Name));
        line.Append(']');
        if (record.HasKey)
            line.Append(" key: ").Append(Encoding.UTF8.GetString(record.Key));
        if (record.HasValue)
            line.Append(" payload: ").Append(Encoding.UTF8.GetString(record.Value));
        return line.ToString();
    }

    private static int Sequence(in RecordBatchHeader header, int delta) =>
        header.BaseSequence < 0 ? -1 : (int)(((long)header.BaseSequence + delta) & int.MaxValue);

    private static string Horizon(in RecordBatchHeader header) => header.HasDeleteHorizon ? Invariant($"OptionalLong[{header.BaseTimestamp}]") : "OptionalLong.empty";

    private static string Time(in RecordBatchHeader header) => header.IsLogAppendTime ? "LogAppendTime" : "CreateTime";

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
