using System.Buffers;
using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Core.Schemas;
using RestStream.Storage;
using RestStream.Storage.Files;

namespace RestStream.Broker.Produce;

/// <summary>
/// One request on its way into the logs: every record gets its partition or its error, the records are ordered by partition (a counting sort), each partition's
/// are encoded into one pooled buffer and appended under one hold. Allocates the answer and nothing per record that is stored.
/// </summary>
internal ref struct RequestAppend
{
    private const int StackPartitions = 32;
    private const int StackRecords = 128;

    private readonly Topic _topic;
    private readonly TopicState _state;
    private readonly RecordTable _table;
    private readonly Acks _acks;
    private readonly long _now;
    private readonly IStorageEvents _events;
    private readonly IRecordGate? _gate;
    private List<RecordError>? _errors;
    private List<RecordError>? _warnings;
    private int _sticky;
    private bool _allWait;

    public RequestAppend(Topic topic, TopicState state, IRecordGate? gate, in ProduceRequest request, long now, IStorageEvents events)
    {
        (_topic, _state, _gate, _table, _acks, _now) = (topic, state, gate, request.Records, request.Acks, now);
        (_sticky, _allWait, _events) = (-1, true, events);
    }

    /// <summary>The sync that covers everything appended.</summary>
    public CommitTicket Ticket { get; private set; }

    /// <summary>True when too much is unsynced: wait for <see cref="Ticket"/> whatever was asked.</summary>
    public bool MustWait { get; private set; }

    /// <summary>How many records were appended.</summary>
    public int StoredRecords { get; private set; }

    /// <summary>How many bytes of batches were appended.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>The records that belong to the dead letters; null for none.</summary>
    public List<RecordVerdict>? Diverted { get; private set; }

    /// <summary>Appends and says what happened; the caller starts the commit and waits for <see cref="Ticket"/> before it passes that on.</summary>
    public ProduceResult Run()
    {
        var partitions = _state.Partitions.Length;
        var rentedShares = partitions <= StackPartitions ? null : ArrayPool<PartitionShare>.Shared.Rent(partitions);
        var rentedOrder = _table.Count <= StackRecords ? null : ArrayPool<int>.Shared.Rent(_table.Count);
        var shares = rentedShares is null ? stackalloc PartitionShare[StackPartitions] : rentedShares;
        var order = rentedOrder is null ? stackalloc int[StackRecords] : rentedOrder;
        try
        {
            shares = shares[..partitions];
            shares.Clear();
            Assign(shares);
            Order(shares, order);
            return AppendAll(shares, order);
        }
        finally
        {
            if (rentedShares is not null) ArrayPool<PartitionShare>.Shared.Return(rentedShares);
            if (rentedOrder is not null) ArrayPool<int>.Shared.Return(rentedOrder);
        }
    }

    private void Assign(scoped Span<PartitionShare> shares)
    {
        var records = _table.Records;
        for (var i = 0; i < records.Length; i++)
        {
            ref var record = ref records[i];
            record.Offset = -1;
            var partition = Choose(record);
            var size = BatchEncoder.SizeAlone(_table, record);
            var error = (uint)partition < (uint)shares.Length
                ? RecordRules.Check(_topic.Name, _state.Config, record, size, _now)
                : RecordRules.NoSuchPartition(_topic.Name, partition, shares.Length);
            if (error is not null)
            {
                Refuse(i, error);
                continue;
            }

            record.Partition = partition;
            shares[partition].Count++;
            shares[partition].Bytes += size;
        }
    }

    private int Choose(in RecordSlice record)
    {
        if (record.Partition != -1) return record.Partition;
        var partitions = _state.Partitions.Length;
        if (record.KeyLength >= 0) return Partitioner.PartitionFor(_table.Bytes(record.KeyStart, record.KeyLength), partitions);
        return _sticky >= 0 ? _sticky : _sticky = _topic.NextSticky(partitions);
    }

    private readonly void Order(scoped Span<PartitionShare> shares, scoped Span<int> order)
    {
        var start = 0;
        foreach (ref var share in shares)
        {
            share.Start = start;
            start += share.Count;
        }

        var records = _table.Records;
        for (var i = 0; i < records.Length; i++)
        {
            if (records[i].Partition >= 0) order[shares[records[i].Partition].Start++] = i;
        }

        foreach (ref var share in shares) share.Start -= share.Count;
    }

    private ProduceResult AppendAll(scoped ReadOnlySpan<PartitionShare> shares, scoped Span<int> order)
    {
        var touched = 0;
        foreach (var share in shares) touched += share.Count > 0 ? 1 : 0;
        var receipts = touched == 0 ? [] : new PartitionReceipt[touched];
        var stored = 0;
        for (var partition = 0; partition < shares.Length; partition++)
        {
            var share = shares[partition];
            if (share.Count == 0) continue;
            var indexes = order.Slice(share.Start, share.Count);
            if (_gate is not null) share.Count = Admit(indexes, ref share.Bytes);
            if (share.Count > 0 && Append(partition, share, indexes[..share.Count]) is { } appended)
                receipts[stored++] = new PartitionReceipt(partition, _acks == Acks.None ? -1 : appended.BaseOffset, share.Count, _acks == Acks.All && appended.Ticket.Number == 0);
        }

        if (stored < receipts.Length) Array.Resize(ref receipts, stored);
        _errors?.Sort((a, b) => a.Index.CompareTo(b.Index));
        var acknowledgedAs = _acks == Acks.All && !_allWait ? Acks.Leader : _acks;
        _warnings?.Sort((a, b) => a.Index.CompareTo(b.Index));
        return new ProduceResult(receipts, (IReadOnlyList<RecordError>?)_errors ?? [], null, acknowledgedAs) { Warnings = (IReadOnlyList<RecordError>?)_warnings ?? [] };
    }

    /// <summary>Keeps those of a partition's records, in order, that its topic's schemas let in; returns how many.</summary>
    private int Admit(scoped Span<int> indexes, ref long bytes)
    {
        var verdicts = _gate!.Check(_topic.Name, _state.Schemas, _table, indexes);
        var kept = verdicts is null ? indexes.Length : Sort(indexes, verdicts);
        return _state.Schemas.StampsRecords ? Remeasure(indexes[..kept], out bytes) : kept;
    }

    private int Sort(scoped Span<int> indexes, IReadOnlyList<RecordVerdict> verdicts)
    {
        var (kept, next) = (0, 0);
        foreach (var index in indexes)
        {
            var verdict = next < verdicts.Count && verdicts[next].Index == index ? verdicts[next++] : null;
            if (verdict is null or { Action: RecordAction.Warn }) indexes[kept++] = index;
            if (verdict is { Action: RecordAction.Warn }) (_warnings ??= []).Add(new RecordError(index, verdict.Error));
            else if (verdict is { Action: RecordAction.DeadLetter }) (Diverted ??= []).Add(verdict);
            else if (verdict is not null) Refuse(index, verdict.Error);
        }

        return kept;
    }

    // A stamp makes a record longer.
    private int Remeasure(scoped Span<int> indexes, out long bytes)
    {
        var kept = 0;
        bytes = 0;
        foreach (var index in indexes)
        {
            ref readonly var record = ref _table.Records[index];
            var size = BatchEncoder.SizeAlone(_table, record);
            if (RecordRules.Check(_topic.Name, _state.Config, record, size, _now) is { } error)
            {
                Refuse(index, error);
                continue;
            }

            indexes[kept++] = index;
            bytes += size;
        }

        return kept;
    }

    private AppendResult? Append(int partition, PartitionShare share, scoped ReadOnlySpan<int> indexes)
    {
        var encoder = new BatchEncoder(_table, _now, _state.Config.UsesLogAppendTime, _state.Config.MaxMessageBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(encoder.MaxEncodedBytes(share.Count, share.Bytes));
        try
        {
            var length = encoder.Encode(indexes, buffer);
            var appended = _state.Partitions[partition].Append(buffer.AsSpan(0, length), startsCommit: false);
            Stored(appended, length, indexes);
            return appended;
        }
        catch (Exception e) when (e is IOException or LogClosedException)
        {
            if (e is FileSystemException) _events.BackgroundFailed($"append to {_state.Partitions[partition].Partition}", e);
            RefuseAll(indexes, AppendErrors.Of(e, _topic));
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Stored(AppendResult appended, int length, scoped ReadOnlySpan<int> indexes)
    {
        Ticket = CommitTicket.Max(Ticket, appended.Ticket);
        MustWait |= appended.MustWait;
        _allWait &= appended.Ticket.Number != 0;
        StoredRecords += indexes.Length;
        StoredBytes += length;
        if (_acks == Acks.None) return;
        var records = _table.Records;
        var offset = appended.BaseOffset;
        foreach (var index in indexes) records[index].Offset = offset++;
    }

    // Kafka's acks=0 does not tell what the append said; what the request itself did wrong is told.
    private void RefuseAll(scoped ReadOnlySpan<int> indexes, Error error)
    {
        if (_acks == Acks.None) return;
        foreach (var index in indexes) Refuse(index, error);
    }

    private void Refuse(int index, Error error)
    {
        _table.Records[index].Partition = -1;
        (_errors ??= []).Add(new RecordError(index, error));
    }
}
