using System.Collections.Concurrent;
using RestStream.Storage;

namespace RestStream.TestKit;

/// <summary>Keeps what storage reports, in order. Thread-safe.</summary>
public sealed class RecordingStorageEvents : IStorageEvents
{
    private readonly ConcurrentQueue<StorageEvent> _events = new();

    /// <summary>All so far.</summary>
    public IReadOnlyList<StorageEvent> All => [.. _events];

    /// <summary>Those of one member, by its name: <c>Of(nameof(IStorageEvents.TailCut))</c>.</summary>
    public IReadOnlyList<StorageEvent> Of(string name) => [.. _events.Where(e => e.Name == name)];

    /// <summary>The failure that was reported first, or null.</summary>
    public Exception? Failure => _events.FirstOrDefault(e => e.Name == nameof(IStorageEvents.Failed))?.Exception;

    void IStorageEvents.Recovered(TopicPartition partition, long fromOffset, long endOffset, long bytesRead) =>
        Add(nameof(IStorageEvents.Recovered), partition, fromOffset, endOffset, bytesRead);

    void IStorageEvents.TailCut(TopicPartition partition, long endOffset, long bytes, string keptAs) =>
        Add(nameof(IStorageEvents.TailCut), partition, endOffset, bytes, keptAs);

    void IStorageEvents.DamageFound(TopicPartition partition, long fromOffset, long nextReadableOffset, string reason) =>
        Add(nameof(IStorageEvents.DamageFound), partition, fromOffset, nextReadableOffset, reason);

    void IStorageEvents.IndexRebuilt(TopicPartition partition, long segmentBaseOffset, string reason) =>
        Add(nameof(IStorageEvents.IndexRebuilt), partition, segmentBaseOffset, reason);

    void IStorageEvents.SegmentRolled(TopicPartition partition, long newBaseOffset, string reason) =>
        Add(nameof(IStorageEvents.SegmentRolled), partition, newBaseOffset, reason);

    void IStorageEvents.SegmentDeleted(TopicPartition partition, long baseOffset, string reason) =>
        Add(nameof(IStorageEvents.SegmentDeleted), partition, baseOffset, reason);

    void IStorageEvents.LogCleaned(TopicPartition partition, CleanResult result) => Add(nameof(IStorageEvents.LogCleaned), partition, result);

    void IStorageEvents.UnknownEntry(string name) => Add(nameof(IStorageEvents.UnknownEntry), null, name);

    void IStorageEvents.DiskFullChanged(bool isFull, long freeBytes) => Add(nameof(IStorageEvents.DiskFullChanged), null, isFull, freeBytes);

    void IStorageEvents.BackgroundFailed(string task, Exception exception) => Add(nameof(IStorageEvents.BackgroundFailed), null, task, exception);

    void IStorageEvents.Failed(Exception exception) => Add(nameof(IStorageEvents.Failed), null, exception);

    private void Add(string name, TopicPartition? partition, params object[] details) => _events.Enqueue(new(name, partition, details));
}
