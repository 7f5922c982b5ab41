using FluentValidation;

namespace RestStream.Server.Records;

/// <summary>What a truncate must be before the engine looks at it.</summary>
internal sealed class TruncateBodyValidator : AbstractValidator<TruncateBody>
{
    public TruncateBodyValidator()
    {
        RuleFor(body => body.Partitions).Must((body, partitions) => partitions is { Count: > 0 } != body.Before is not null)
            .WithMessage("Give 'partitions', each with its 'beforeOffset', or 'before', a position for all: one of the two.");
        RuleFor(body => body.Partition).GreaterThanOrEqualTo(0).WithMessage("A partition is a whole number, 0 or more.");
        RuleForEach(body => body.Partitions).ChildRules(entry =>
        {
            entry.RuleFor(one => one.Partition).NotNull().GreaterThanOrEqualTo(0).WithMessage("A partition is a whole number, 0 or more.");
            entry.RuleFor(one => one.BeforeOffset).NotNull().GreaterThanOrEqualTo(-1).WithMessage("'beforeOffset' is an offset, or -1 for all there is.");
        });
        RuleFor(body => body.Partitions).Must(partitions => partitions!.Select(entry => entry.Partition).Distinct().Count() == partitions!.Count)
            .When(body => body.Partitions is not null).WithMessage("A partition is named twice.");
    }
}
