using FluentValidation;

namespace RestStream.Server.Groups;

/// <summary>What a reset must be before the group looks at it.</summary>
internal sealed class OffsetResetBodyValidator : AbstractValidator<OffsetResetBody>
{
    public OffsetResetBodyValidator()
    {
        RuleFor(body => body.To).Must((body, to) => to is null != body.Shift is null)
            .WithMessage("Give 'to', a position, or 'shift', a number of offsets from where the group is: one of the two.");
        RuleFor(body => body.Topics).Must(topics => topics is not { Count: 0 }).WithMessage("'topics' is empty: name a topic, or leave it out for all that have an offset.");
        RuleForEach(body => body.Topics).NotEmpty().WithMessage("A topic is text: its name.");
        RuleFor(body => body.Partitions).Must(partitions => partitions is not { Count: 0 }).WithMessage("'partitions' is empty: name a partition, or leave it out.");
        RuleForEach(body => body.Partitions).Must(partition => partition.Partition >= 0).WithMessage("A partition is a whole number, 0 or more.");
        RuleForEach(body => body.Partitions).Must((body, partition) => partition.Topic is not null || body.Topics is { Count: 1 })
            .WithMessage("A partition without its topic needs 'topics' with one topic.");
        RuleForEach(body => body.Partitions).Must((body, partition) => partition.Topic is null || body.Topics is null || body.Topics.Contains(partition.Topic))
            .WithMessage("The partition's topic is not among 'topics'. Leave 'topics' out.");
    }
}
