using RestStream.Core;
using RestStream.Core.Groups;

namespace RestStream.Server.Tests.Push;

/// <summary>Consumers whose one session is refused its first commit, as when a partition went to another member between the poll and it.</summary>
internal sealed class OneRefusedCommit(IConsumers inner) : OneSession(inner)
{
    private int _commits;

    public int Commits => _commits;

    public override ValueTask<Error?> CommitAsync(IReadOnlyList<Acknowledgement> offsets, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _commits) == 1 ? new(new Error(ErrorCode.StaleAck, "The partition is another's.")) : base.CommitAsync(offsets, cancellationToken);
}
