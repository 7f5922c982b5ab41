using FluentValidation;

namespace RestStream.Server.Records;

/// <summary>What a truncate must be before the engine looks at it.</summary>
internal sealed class TruncateBodyValidator : AbstractValidator<TruncateBody>
{
    public TruncateBodyValidator()
    {
        RuleFor(body => body.Partitions).Must((body, partitions) => partitions is null != body.Before is null)
            .WithMessage("Give 'partitions', each with its 'beforeOffset', or 'before', a position for all: one of the two.");
        RuleFor(body => body.Partitions).Must(partitions => partitions is not { Count: 0 }).WithMessage("'partitions' is empty: name at least one partition.");
        RuleFor(body => body.Partition).Null().When(body => body.Before is null).WithMessage("'partition' goes with 'before' only.");
        RuleFor(body => body.Partition).GreaterThanOrEqualTo(0).WithMessage("A partition is a whole number, 0 or more.");
        RuleForEach(body => body.Partitions).NotNull().WithMessage("An entry is an object with 'partition' and 'beforeOffset'.").ChildRules(entry =>
        {
            entry.RuleFor(one => one.Partition).NotNull().GreaterThanOrEqualTo(0).WithMessage("A partition is a whole number, 0 or more.");
            entry.RuleFor(one => one.BeforeOffset).NotNull().GreaterThanOrEqualTo(-1).WithMessage("'beforeOffset' is an offset, or -1 for all there is.");
        });
        RuleFor(body => body.Partitions).Must(NameEachOnce!).When(body => body.Partitions is not null).WithMessage("A partition is named twice.");
    }

    private static bool NameEachOnce(IReadOnlyList<TruncatePartition?> entries)
    {
        var named = entries.Where(entry => entry?.Partition is not null).Select(entry => entry!.Partition!.Value).ToList();
        return named.Distinct().Count() == named.Count;
    }
}
