using System.Diagnostics.CodeAnalysis;

namespace RestStream.Server.Push;

/// <summary>One fetch on its way, and everyone who waits for it. Its members are under the lock of <see cref="SharedBatches"/>, but for the task.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has neither a timer nor a handle, and the last waiter may leave while the fetch ends: it must never meet a disposed one.")]
internal sealed class BatchFlight(BatchKey key)
{
    private readonly CancellationTokenSource _abandoned = new();

    public BatchKey Key { get; } = key;

    /// <summary>Ends with the batch, of which every waiter is a holder.</summary>
    public TaskCompletionSource<SharedBatch> Landing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many wait.</summary>
    public int Waiters { get; set; } = 1;

    /// <summary>The batch, once it is there.</summary>
    public SharedBatch? Batch { get; set; }

    /// <summary>When a batch that is kept is let go, as a timestamp of the clock.</summary>
    public long KeptSince { get; set; }

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    public void Abandon() => _abandoned.Cancel();
}
