using System.Buffers;
using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.State;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;
using RestStream.Storage.Records;

namespace RestStream.Broker.State;

/// <summary>An internal topic of one partition with its mark, <c>&lt;name&gt;.mark</c> in the data directory. Thread-safe.</summary>
internal sealed class StateTopic(string name, TopicRegistry topics, LogDirectory directory, IStorageEvents events, Func<Error?> refusal) : IStateTopic
{
    /// <summary>What is added to the topic's name for the file of its mark.</summary>
    public const string MarkSuffix = ".mark";

    private static readonly Task<Error?> Nothing = Task.FromResult<Error?>(null);

    private string MarkPath => Path.Combine(directory.Options.Path, name + MarkSuffix);

    public void Read(StateRecordVisitor visit)
    {
        if (!topics.TryFind(name, out var topic)) return;
        if (topic.State.Partitions is not [var log]) throw new DataDirectoryException($"The internal topic {name} has {topic.State.Partitions.Length} partitions and needs one. Nothing was changed. Move it away.");
        if (!topic.State.Config.InForce()[ConfigDefinitions.CleanupPolicy].Equals("compact", StringComparison.Ordinal))
            throw new DataDirectoryException($"The internal topic {name} is not compacted: retention would delete what it holds. Nothing was changed. Set its cleanup.policy to compact in its topic's file.");
        try
        {
            LogScan.Read(log, (in RecordReader record) => visit(record.Offset, record.Timestamp, record.Key, record.Value, record.HasValue));
        }
        catch (InvalidDataException e)
        {
            throw new DataDirectoryException(
                $"{e.Message} Nothing was changed. Restore {name}-0 from a backup; or, to give up what it holds, move the topic's file in '{TopicStore.DirectoryName}' and {name}-0 away.", e);
        }
    }

    public ValueTask<Error?> EnsureAsync(CancellationToken cancellationToken) => topics.TryFind(name, out _) ? new(default(Error)) : topics.EnsureInternalAsync(Spec(), cancellationToken);

    public Error? Append(IReadOnlyList<StateRecord> records, long timestampMs, out Task<Error?> synced)
    {
        synced = Nothing;
        if (refusal() is { } refused) return refused;
        if (!topics.TryFind(name, out var topic)) return TopicRegistry.Unknown(name);
        var buffer = ArrayPool<byte>.Shared.Rent(SizeOf(records));
        try
        {
            synced = WaitAsync(topic.State.Partitions[0].Append(buffer.AsSpan(0, Encode(records, timestampMs, buffer))).Ticket);
            return null;
        }
        catch (Exception e) when (e is IOException or LogClosedException)
        {
            return Failed("append to " + name, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public byte[]? ReadMark()
    {
        try
        {
            return AtomicFile.ReadChecked(directory.Files, MarkPath);
        }
        catch (Exception e) when (e is FileSystemException or DamagedFileException)
        {
            throw new DataDirectoryException($"{MarkPath} cannot be read ({e.Message}). Nothing was changed. Restore it from a backup.", e);
        }
    }

    public Error? WriteMark(ReadOnlySpan<byte> content)
    {
        try
        {
            AtomicFile.WriteChecked(directory.Files, MarkPath, content);
            return null;
        }
        catch (FileSystemException e)
        {
            return Failed("write " + MarkPath, e);
        }
    }

    private async Task<Error?> WaitAsync(CommitTicket ticket)
    {
        if (ticket.Number == 0) return null;
        try
        {
            await directory.WaitForSyncAsync(ticket).ConfigureAwait(false);
            return null;
        }
        catch (IOException)
        {
            return new Error(ErrorCode.OutcomeUnknown, "The disk failed: the change may or may not survive. The server stops; ask again after its restart.");
        }
    }

    private Error Failed(string task, Exception cause)
    {
        events.BackgroundFailed(task, cause);
        return cause switch
        {
            LogFailedException => new(ErrorCode.OutcomeUnknown, "The disk failed: the change may or may not survive. The server stops; ask again after its restart."),
            LogClosedException => new(ErrorCode.ShuttingDown, "The server is stopping; nothing was changed. Try again when it runs."),
            DiskFullException or FileSystemException { Error: FileError.NoSpace } => new(ErrorCode.DiskFull, "The disk is full or below its reserve; nothing was changed. Free some space and try again."),
            _ => new(ErrorCode.KafkaStorageError, "The disk refused the write; nothing was changed. The server's log has the reason; a retry is safe."),
        };
    }

    private static int SizeOf(IReadOnlyList<StateRecord> records)
    {
        var size = RecordBatchFormat.HeaderBytes;
        for (var i = 0; i < records.Count; i++) size += RecordBatchWriter.RecordSizeInBytes(i, 0, records[i].Key.Length, records[i].Value?.Length ?? -1);
        return size;
    }

    private static int Encode(IReadOnlyList<StateRecord> records, long timestampMs, Span<byte> destination)
    {
        var writer = new RecordBatchWriter(destination, timestampMs);
        foreach (var (key, value) in records) writer.Append(timestampMs, key, hasKey: true, value, hasValue: value is not null);
        return writer.Complete();
    }

    private TopicSpec Spec() => new(name, 1, new Dictionary<string, string> { [ConfigDefinitions.CleanupPolicy] = "compact" });
}
