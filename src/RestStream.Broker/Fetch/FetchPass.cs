using System.Buffers;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Storage;
using RestStream.Storage.Records;

namespace RestStream.Broker.Fetch;

/// <summary>
/// One reading of all partitions of a fetch, in order, until its bytes are reached (KIP-74: the first batch found comes whole, however large). Each partition gets an
/// equal part of what is left, so that a page over many holds records of many and can be merged by time.
/// Ends with <see cref="TakeResult"/> or <see cref="Discard"/>, once.
/// </summary>
internal struct FetchPass
{
    // Below it a part would hold too few batches to be worth a read: some partitions wait for the next turn instead.
    private const int SmallestShareBytes = 64 << 10;

    private readonly FetchRequest _request;
    private readonly int _maxBytes;
    private readonly IStorageEvents _events;
    private readonly FetchedPartition[] _partitions;
    private byte[]?[] _buffers;
    private bool _isConclusive;

    private FetchPass(FetchRequest request, int maxBytes, IStorageEvents events)
    {
        (_request, _maxBytes, _buffers, _events) = (request, Math.Clamp(request.MaxBytes, 1, maxBytes), [], events);
        _partitions = new FetchedPartition[request.Partitions.Count];
    }

    /// <summary>Reads.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="logs">The log of each of its partitions; null for one that does not exist.</param>
    /// <param name="maxBytes">The engine's limit.</param>
    /// <param name="events">Told when a log cannot be read.</param>
    public static FetchPass Run(FetchRequest request, PartitionLog?[] logs, int maxBytes, IStorageEvents events)
    {
        var pass = new FetchPass(request, maxBytes, events);
        for (var i = 0; i < logs.Length; i++) pass._partitions[i] = pass.Read(i, logs[i]);
        return pass;
    }

    /// <summary>The bytes of batches that were read.</summary>
    public long Bytes { get; private set; }

    /// <summary>True when waiting could bring nothing that should be waited for: enough bytes; or all that may be taken; or more is there than was read
    /// (a segment ended, say); or a partition has something to tell, an error or a start that moved past the offset asked for.</summary>
    public readonly bool IsEnough => _isConclusive || Bytes >= _request.MinBytes;

    public readonly FetchResult TakeResult() => new(_partitions, _buffers);

    public readonly void Discard() => new FetchResult(_partitions, _buffers).Dispose();

    private FetchedPartition Read(int index, PartitionLog? log)
    {
        var wanted = _request.Partitions[index];
        if (log is null) return Told(wanted, ErrorCode.UnknownTopicOrPartition, -1, -1);
        if (Bytes < _maxBytes) return Read(index, wanted, log);
        _isConclusive = true;
        var (start, end) = (log.LogStartOffset, log.HighWatermark);
        return wanted.Offset > end ? Told(wanted, ErrorCode.OffsetOutOfRange, start, end) : Entry(wanted, ErrorCode.None, start, end);
    }

    private FetchedPartition Read(int index, FetchPartition wanted, PartitionLog log)
    {
        try
        {
            var read = log.Read(Math.Max(0, wanted.Offset), ShareBytes(index), Math.Max(1, _request.MaxRecords), atLeastOne: Bytes == 0);
            return read.Status switch
            {
                LogReadStatus.Ok => Take(index, wanted, read),
                LogReadStatus.OffsetOutOfRange => Told(wanted, ErrorCode.OffsetOutOfRange, read.LogStartOffset, read.HighWatermark),
                LogReadStatus.Damaged => Told(wanted, ErrorCode.CorruptMessage, read.LogStartOffset, read.HighWatermark, read.NextReadableOffset),
                _ => Told(wanted, ErrorCode.UnknownTopicOrPartition, -1, -1),
            };
        }
        catch (IOException e)
        {
            _events.BackgroundFailed($"read {log.Partition}", e);
            return Told(wanted, ErrorCode.KafkaStorageError, log.LogStartOffset, log.HighWatermark);
        }
    }

    private readonly int ShareBytes(int index)
    {
        var left = (int)(_maxBytes - Bytes);
        return Math.Min(left, Math.Max(left / (_partitions.Length - index), SmallestShareBytes));
    }

    private FetchedPartition Take(int index, FetchPartition wanted, in LogReadResult read)
    {
        var first = Math.Max(wanted.Offset, read.LogStartOffset);
        var next = first;
        if (read.Buffer is not null)
        {
            if (_buffers.Length == 0) _buffers = new byte[]?[_partitions.Length];
            _buffers[index] = read.Buffer;
            next = Math.Max(first, EndOf(read.Buffer.AsSpan(0, read.Length), first));
        }

        Bytes += read.Length;
        _isConclusive |= next < read.HighWatermark || wanted.Offset < read.LogStartOffset;
        return Entry(wanted, ErrorCode.None, read.LogStartOffset, read.HighWatermark, -1, read.Buffer.AsMemory(0, read.Length));
    }

    private static long EndOf(ReadOnlySpan<byte> batches, long first)
    {
        var end = first;
        while (RecordBatchHeader.TryRead(batches, out var header) && header.Length <= batches.Length)
        {
            end = header.NextOffset;
            batches = batches[header.Length..];
        }

        return end;
    }

    private FetchedPartition Told(FetchPartition wanted, ErrorCode error, long start, long end, long nextReadable = -1)
    {
        _isConclusive = true;
        return Entry(wanted, error, start, end, nextReadable);
    }

    private static FetchedPartition Entry(
        FetchPartition wanted, ErrorCode error, long start, long end, long nextReadable = -1, ReadOnlyMemory<byte> batches = default) =>
        new(wanted.Topic, wanted.Partition, error, start, end, nextReadable, batches);
}
