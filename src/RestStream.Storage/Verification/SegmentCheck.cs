using System.Globalization;
using RestStream.Storage.Files;
using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage.Verification;

/// <summary>Checks one segment: goes over its batches and, alongside, over the entries of both indexes.</summary>
internal sealed class SegmentCheck(IFileSystem files, string directory, long baseOffset, string stage, long limit)
{
    private readonly SegmentFile _log = new(files, directory, baseOffset, SegmentName.Log, stage);
    private readonly string _name = SegmentName.Of(baseOffset, "");
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    public long Batches { get; private set; }

    public long Records { get; private set; }

    public long Bytes { get; private set; }

    public long NextOffset { get; private set; }

    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<string> Notes => _notes;

    public void Run(long recoveryPoint)
    {
        NextOffset = baseOffset;
        var offsets = OpenIndex(SegmentName.OffsetIndex);
        var times = OpenIndex(SegmentName.TimeIndex);
        try
        {
            Bytes = _log.Open(FileOpenMode.Read).Length;
            Walk(recoveryPoint, offsets, times);
            if (offsets?.Finish() is { } offset) Behind(offset);
            if (times?.Finish() is { } time) Behind(time);
        }
        finally
        {
            _log.Close();
            offsets?.Close();
            times?.Close();
        }
    }

    private IndexCheck? OpenIndex(string suffix)
    {
        var index = new IndexCheck(files, directory, baseOffset, suffix, stage);
        if (index.TryOpen(out var problem)) return index;
        if (problem is null) _notes.Add($"{_name}{suffix}: missing");
        else Problem(problem);
        return null;
    }

    private void Walk(long recoveryPoint, IndexCheck? offsets, IndexCheck? times)
    {
        using var scanner = new BatchScanner(_log, 0, Bytes);
        while (!scanner.AtEnd)
        {
            if (!scanner.TryNext(out var batch))
            {
                if (!SkipBad(scanner, recoveryPoint)) return;
                continue;
            }

            CheckBatch(scanner.Batch, batch);
            if (offsets?.Visit(batch, scanner.BatchPosition) is { } offset) Problem(offset);
            if (times?.Visit(batch, scanner.BatchPosition) is { } time) Problem(time);
        }
    }

    /// <returns>False at bytes that the next start cuts off.</returns>
    private bool SkipBad(BatchScanner scanner, long recoveryPoint)
    {
        var position = scanner.Position;
        var reason = Text($"position {position}, offset {NextOffset}: {scanner.Error}");
        if (NextOffset >= recoveryPoint && limit == long.MaxValue)
        {
            _notes.Add($"{_name}.log: torn tail, {reason}");
            return false;
        }

        var found = scanner.TrySkipDamageFrom(position, NextOffset, limit - 1, out var next);
        Problem($"{reason}{(found ? Text($", next batch at offset {next}") : ", nothing valid after it")}");
        return found;
    }

    private void CheckBatch(ReadOnlySpan<byte> bytes, in RecordBatchHeader batch)
    {
        if (batch.BaseOffset < NextOffset) Problem(Text($"offset {batch.BaseOffset} after {NextOffset - 1}"));
        if (batch.NextOffset > limit) Problem(Text($"offset {batch.LastOffset} belongs to the next segment"));
        Batches++;
        Records += batch.Count;
        NextOffset = Math.Max(NextOffset, batch.NextOffset);
        if (CheckRecords(bytes, batch) is var error && error != RecordBatchError.None) Problem(Text($"batch at offset {batch.BaseOffset}: {error}"));
    }

    private static RecordBatchError CheckRecords(ReadOnlySpan<byte> bytes, in RecordBatchHeader batch)
    {
        if (!batch.IsCompressed) return WalkRecords(RecordReader.Over(bytes));
        var error = BatchDecompression.Decompress(batch.Codec, RecordBatch.Records(bytes), out var records);
        if (records is null) return error == RecordBatchError.UnsupportedCompression ? RecordBatchError.None : error;
        using (records) return WalkRecords(new RecordReader(batch, records.Bytes));
    }

    private static RecordBatchError WalkRecords(RecordReader reader)
    {
        while (reader.Read())
        {
        }

        return reader.Error;
    }

    /// <summary>After a power cut an index may have kept more than the last log file: the next start mends it.</summary>
    private void Behind(string text)
    {
        if (limit == long.MaxValue) _notes.Add($"{_name}: {text}");
        else Problem(text);
    }

    private void Problem(string text) => _problems.Add($"{_name}: {text}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
