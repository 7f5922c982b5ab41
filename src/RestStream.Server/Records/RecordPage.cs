using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;
using RestStream.Server.Json;
using RestStream.Storage.Records;

namespace RestStream.Server.Records;

/// <summary>
/// The records of one fetch, rendered once, partition by partition, and then given merged by timestamp without losing any partition's order. Moves the reader's position as it
/// gives. Not thread-safe; disposed once, before the reader waits again.
/// </summary>
internal sealed class RecordPage : IDisposable
{
    private ResponseBuffer _rendered;
    private readonly IPagePosition _position;
    private readonly Truncations _truncations;
    private readonly PageFilter? _filter;
    private readonly RecordForm _form;
    private readonly IRecordView? _view;
    private RecordPrefix _prefix = new();
    private string? _topic;
    private RenderedRecord[] _entries = ArrayPool<RenderedRecord>.Shared.Rent(64);
    private PartitionRun[] _runs;
    private PriorityQueue<int, (long Timestamp, int Key)>? _heads;
    private int _count;
    private int _given;

    private RecordPage(FetchResult fetched, IPagePosition position, Truncations truncations, ReadOnlySpan<byte> opening, RecordForm form, PageFilter? filter, IRecordView? view)
    {
        (_position, _truncations, _form, _filter, _view) = (position, truncations, form, filter, view);
        var bytes = 0;
        foreach (var partition in fetched.Partitions) bytes += partition.Batches.Length;
        _rendered = new ResponseBuffer(Math.Max(1024, bytes * 2));
        _rendered.Append(opening);
        _runs = new PartitionRun[fetched.Partitions.Count];
    }

    /// <summary>What readers will not get.</summary>
    public List<Gap> Gaps { get; } = [];

    /// <summary>Why a partition gave nothing although there is something; null when none did so.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>The bytes of all its records.</summary>
    public int RenderedBytes => _rendered.Length;

    /// <summary>True when there is a record to give.</summary>
    public bool HasRecords => _count > 0;

    /// <summary>Renders at most <paramref name="max"/> records of each partition. The fetch may be disposed afterwards.</summary>
    /// <param name="fetched">What was read.</param>
    /// <param name="position">The reader's position: moved as records are given.</param>
    /// <param name="truncations">Why records are gone.</param>
    /// <param name="max">At most so many of each partition.</param>
    /// <param name="opening">What the answer begins with, so that the records can be rendered right behind it (<see cref="TryGiveAll"/>).</param>
    /// <param name="form">How a record is written.</param>
    /// <param name="filter">Which records are wanted; null for all.</param>
    /// <param name="view">What is shown beyond what is stored; null for nothing.</param>
    public static RecordPage Render(
        FetchResult fetched, IPagePosition position, Truncations truncations, int max, ReadOnlySpan<byte> opening, RecordForm form,
        PageFilter? filter = null, IRecordView? view = null)
    {
        var page = new RecordPage(fetched, position, truncations, opening, form, filter, view);
        for (var i = 0; i < fetched.Partitions.Count; i++) page._runs[i] = page.RenderPartition(i, fetched.Partitions[i], max);
        page.OrderHeads();
        return page;
    }

    /// <summary>Gives the next record in the order of timestamps; false after the last.</summary>
    public bool TryGive(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (_heads is null) return TryGiveFrom(FirstRun(), out record);
        if (!_heads.TryDequeue(out var index, out _)) return false;
        TryGiveFrom(index, out record);
        if (!_runs[index].IsEmpty) _heads.Enqueue(index, HeadOf(index));
        return true;
    }

    /// <summary>Gives all records at once: the buffer with the opening and the records, commas between them, for the rest of the answer to be appended. It stays
    /// the page's. False when they are of several partitions, more than <paramref name="max"/>, or none.</summary>
    public bool TryGiveAll(int max, [NotNullWhen(true)] out ResponseBuffer? answer)
    {
        answer = null;
        if (_heads is not null || _count == 0 || _count > max) return false;
        ref var run = ref _runs[FirstRun()];
        run.At = run.End;
        _position.MoveTo(run.Key, run.NextAtEnd);
        answer = _rendered;
        return true;
    }

    /// <summary>Gives at most <paramref name="max"/> records into a buffer with the opening in front and commas between them, which the caller disposes. Nothing else
    /// may be asked for afterwards but the gaps and the problem.</summary>
    public ResponseBuffer TakeAll(int max, ReadOnlySpan<byte> opening, out int count)
    {
        if (!TryGiveAll(max, out var whole)) return Merge(max, opening, out count);
        count = _count;
        _rendered = new ResponseBuffer(0);
        return whole;
    }

    /// <summary>Gives at most <paramref name="max"/> records, merged by timestamp, into a new buffer.</summary>
    public ResponseBuffer Merge(int max, ReadOnlySpan<byte> opening, out int count)
    {
        var body = new ResponseBuffer(Math.Max(1024, RenderedBytes + (RenderedBytes / 8)));
        body.Append(opening);
        for (count = 0; count < max && TryGive(out var record); count++)
        {
            if (count > 0) body.Append(","u8);
            body.Append(record);
        }

        return body;
    }

    public void Dispose()
    {
        _rendered.Dispose();
        ArrayPool<RenderedRecord>.Shared.Return(_entries);
        _entries = [];
        _runs = [];
    }

    private int FirstRun()
    {
        while (_given < _runs.Length && _runs[_given].IsEmpty) _given++;
        return _given;
    }

    private bool TryGiveFrom(int index, out ReadOnlySpan<byte> record)
    {
        record = default;
        if (index >= _runs.Length) return false;
        ref var run = ref _runs[index];
        ref readonly var entry = ref _entries[run.At++];
        record = _rendered.Written.Span.Slice(entry.Start, entry.Length);
        _position.MoveTo(run.Key, run.IsEmpty ? run.NextAtEnd : entry.Offset + 1);
        return true;
    }

    private void OrderHeads()
    {
        var filled = 0;
        foreach (ref readonly var run in _runs.AsSpan())
        {
            if (!run.IsEmpty) filled++;
            else _position.MoveTo(run.Key, run.NextAtEnd);
        }

        if (filled < 2) return;
        _heads = new PriorityQueue<int, (long, int)>(filled);
        for (var i = 0; i < _runs.Length; i++)
        {
            if (!_runs[i].IsEmpty) _heads.Enqueue(i, HeadOf(i));
        }
    }

    private (long Timestamp, int Key) HeadOf(int index) => (_entries[_runs[index].At].Timestamp, _runs[index].Key);

    private PartitionRun RenderPartition(int index, in FetchedPartition fetched, int max)
    {
        var key = _position.KeyOf(index, fetched);
        if (_position.ShowsTopic && _topic != fetched.Topic) (_topic, _prefix) = (fetched.Topic, new RecordPrefix(fetched.Topic));
        _filter?.TurnTo(fetched.Topic);
        _view?.TurnTo(fetched.Topic);
        var from = _position.Next(key);
        if (fetched.LogStartOffset > from && fetched.Error is ErrorCode.None or ErrorCode.CorruptMessage)
        {
            AddGap(fetched.Partition, from, fetched.LogStartOffset, _truncations.ReasonOf(_position.TopicIdOf(key), fetched.Partition, fetched.LogStartOffset));
            from = Math.Max(from, fetched.LogStartOffset);
        }

        var first = _count;
        var next = fetched.Error switch
        {
            ErrorCode.None => RenderBatches(fetched, from, Math.Min(max, _position.MaxOf(key))),
            ErrorCode.CorruptMessage => AddGap(fetched.Partition, from, fetched.NextReadableOffset, GapReasons.Damaged),
            _ => Fail(fetched, from),
        };
        return new PartitionRun { Key = key, At = first, End = _count, NextAtEnd = next };
    }

    private long AddGap(int partition, long from, long to, string reason)
    {
        if (to > from) Gaps.Add(new Gap(partition, from, to, reason, _topic));
        return Math.Max(from, to);
    }

    private long Fail(in FetchedPartition fetched, long from)
    {
        Problem ??= Problem.From(new Error(fetched.Error, fetched.Error switch
        {
            ErrorCode.OffsetOutOfRange => $"Offset {from} lies beyond the end of partition {fetched.Partition}, which has {fetched.LogStartOffset} to {fetched.HighWatermark}.",
            ErrorCode.TooManyRequests => "As many reads wait as may. Read without 'wait', or try again.",
            _ => $"Topic '{fetched.Topic}' or its partition {fetched.Partition} is gone.",
        }));
        return from;
    }

    private long RenderBatches(in FetchedPartition fetched, long from, int max)
    {
        var next = from;
        var left = max;
        var batches = fetched.Batches.Span;
        while (!batches.IsEmpty && left > 0 && _filter is not { IsExhausted: true } && RecordBatchHeader.TryRead(batches, out var header))
        {
            var batch = batches[..header.Length];
            batches = batches[header.Length..];
            if (header.IsControl || header.NextOffset <= next)
            {
                next = Math.Max(next, header.NextOffset);
                continue;
            }

            var error = header.IsCompressed ? RenderCompressed(header, batch, fetched.Partition, ref next, ref left) : RenderRecords(header, RecordBatch.Records(batch), fetched.Partition, ref next, ref left);
            if (error == RecordBatchError.UnsupportedCompression)
            {
                if (next == from) Problem ??= Undecodable(fetched.Partition, header);
                return next;
            }

            if (error != RecordBatchError.None) next = AddGap(fetched.Partition, next, header.NextOffset, GapReasons.Damaged);
        }

        return next;
    }

    private RecordBatchError RenderCompressed(in RecordBatchHeader header, ReadOnlySpan<byte> batch, int partition, ref long next, ref int left)
    {
        var error = BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out var records);
        using (records) return records is null ? error : RenderRecords(header, records.Bytes, partition, ref next, ref left);
    }

    private RecordBatchError RenderRecords(in RecordBatchHeader header, ReadOnlySpan<byte> records, int partition, ref long next, ref int left)
    {
        var reader = new RecordReader(header, records);
        while (reader.Read())
        {
            if (reader.Offset < next) continue;
            if (left == 0 || _filter is { IsExhausted: true }) return RecordBatchError.None;
            next = reader.Offset + 1;
            if (_filter is not null && !_filter.Wants(reader, header.IsJson, partition)) continue;
            Render(partition, reader, header.IsJson);
            left--;
        }

        if (reader.Error == RecordBatchError.None) next = Math.Max(next, header.NextOffset);
        return reader.Error;
    }

    private void Render(int partition, in RecordReader record, bool isJson)
    {
        if (_count > 0) _rendered.Append(","u8);
        var start = _rendered.Length;
        RecordRenderer.Write(_rendered, _prefix, partition, record, isJson, _form, _view);
        if (_count == _entries.Length) GrowEntries();
        _entries[_count++] = new RenderedRecord(record.Offset, record.Timestamp, start, _rendered.Length - start);
    }

    private void GrowEntries()
    {
        var larger = ArrayPool<RenderedRecord>.Shared.Rent(_entries.Length * 2);
        _entries.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<RenderedRecord>.Shared.Return(_entries);
        _entries = larger;
    }

    private static Problem Undecodable(int partition, in RecordBatchHeader header) => Problem.From(new Error(
        ErrorCode.UnsupportedCompressionType,
        $"The batch at offset {header.BaseOffset} of partition {partition} is compressed with {header.Codec}, which cannot be read here yet. Go on from offset {header.NextOffset}."));
}
