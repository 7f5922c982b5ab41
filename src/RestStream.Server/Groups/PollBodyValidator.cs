using FluentValidation;
using RestStream.Server.Hosting;
using RestStream.Server.Schemas;

namespace RestStream.Server.Groups;

/// <summary>What a poll must be before the group looks at it.</summary>
internal sealed class PollBodyValidator : AbstractValidator<PollBody>
{
    public PollBodyValidator(LimitOptions limits)
    {
        RuleFor(body => body.Max).InclusiveBetween(1, limits.MaxRecords).WithMessage($"'max' is 1 to {limits.MaxRecords}.");
        RuleFor(body => body.MaxBytes).InclusiveBetween(1, limits.MaxBytes).WithMessage($"'maxBytes' is 1 to {limits.MaxBytes}.");
        RuleFor(body => body.Wait).Must(wait => wait is not { } given || given.Time <= limits.MaxWait).WithMessage($"'wait' is at most {limits.MaxWait.TotalSeconds:0.###}s.");
        RuleFor(body => body.Ack).Must(ack => ack is null || ack.Length <= limits.MaxAckBytes).WithMessage($"'ack' has at most {limits.MaxAckBytes} characters.");
        RuleFor(body => body.Member).Must(member => member is not { Length: 0 }).WithMessage("'member' is empty: leave it out to join as a new member.");
        RuleFor(body => body.Instance).Must(instance => instance is not { Length: 0 or > 249 }).WithMessage("'instance' has 1 to 249 characters.");
        RuleFor(body => body.Isolation).Must(isolation => isolation is null or "read_uncommitted" or "read_committed")
            .WithMessage("'isolation' is read_uncommitted or read_committed.");
        RuleFor(body => body.ValueFormat).Must(RecordViewOptions.IsFormat).WithMessage("'valueFormat' is json or stored.");
        RuleFor(body => body.MaxDeliveries).InclusiveBetween(1, 1_000_000).WithMessage("'maxDeliveries' is 1 to 1000000.");
        RuleFor(body => body.Topics).Must(topics => topics?.Contains(null!) is not true).WithMessage("A topic is text: a name or a pattern.");
        RuleFor(body => body.Protocols).Must(protocols => protocols?.Contains(null!) is not true).WithMessage("A protocol is the name of an assignor.");
        RuleFor(body => body.Nack).Must(nack => nack is null || nack.Count <= limits.MaxNacks).WithMessage($"'nack' has at most {limits.MaxNacks} entries.");
        RuleForEach(body => body.Nack).Must(IsComplete).WithMessage("An entry of 'nack' has 'topic', 'partition' and 'offset', 0 or more.");
    }

    private static bool IsComplete(RejectedRecord? entry) => entry is { Topic.Length: > 0, Partition: >= 0, Offset: >= 0 };
}
