using RestStream.Core;
using RestStream.Core.Groups;

namespace RestStream.Server.Tests.Push;

/// <summary>Consumers whose one session tells an assignment that nobody can enumerate: the frame of it fails while it is written.</summary>
internal sealed class UnwritableAssignment(IConsumers inner) : OneSession(inner)
{
    public override async ValueTask<Outcome<ConsumerPoll>> PollAsync(ConsumerPollRequest request, CancellationToken cancellationToken)
    {
        var polled = await base.PollAsync(request, cancellationToken);
        if (!polled.IsSuccess) return polled;
        var poll = polled.Value;
        return new ConsumerPoll(poll.Generation, default(ArraySegment<AssignedPartition>), poll.Partitions, poll.Fetched, poll.Dispose) { Assigned = poll.Assigned };
    }
}
