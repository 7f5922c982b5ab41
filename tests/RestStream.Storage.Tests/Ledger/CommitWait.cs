namespace RestStream.Storage.Tests.Ledger;

/// <summary>A produce that waits for its acknowledgement.</summary>
internal sealed class CommitWait(ValueTask task)
{
    private readonly Task _task = task.AsTask();

    public bool IsCompleted => _task.IsCompleted;

    public bool IsAcknowledged => _task.IsCompletedSuccessfully;
}
