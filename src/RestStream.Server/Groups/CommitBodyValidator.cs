using FluentValidation;
using RestStream.Server.Hosting;

namespace RestStream.Server.Groups;

/// <summary>What a commit must be before the group looks at it.</summary>
internal sealed class CommitBodyValidator : AbstractValidator<CommitBody>
{
    public CommitBodyValidator(LimitOptions limits)
    {
        RuleFor(body => body.Offsets).Must(offsets => offsets is { Count: > 0 }).WithMessage("'offsets' is missing or empty: name at least one partition with its 'nextOffset'.");
        RuleFor(body => body.Offsets).Must(offsets => offsets is null || offsets.Count <= limits.MaxCommitOffsets).WithMessage($"'offsets' has at most {limits.MaxCommitOffsets} entries.");
        RuleForEach(body => body.Offsets).Must(IsComplete).WithMessage("An entry of 'offsets' has 'topic', 'partition' and 'nextOffset', 0 or more.");
        RuleFor(body => body.Offsets).Must(NameEachOnce).WithMessage("A partition is named twice.");
        RuleFor(body => body.Generation).Must((body, generation) => generation is null == body.Member is null)
            .WithMessage("'member' and 'generation' go together: take both from an answer; leave both out while the group has no members.");
        RuleFor(body => body.Member).Must(member => member is not { Length: 0 }).WithMessage("'member' is empty.");
    }

    private static bool IsComplete(CommitOffset? entry) => entry is { Topic.Length: > 0, Partition: >= 0, NextOffset: >= 0 };

    private static bool NameEachOnce(IReadOnlyList<CommitOffset?>? offsets) =>
        offsets is null || offsets.Where(entry => entry is not null).GroupBy(entry => (entry!.Topic, entry.Partition)).All(group => group.Count() == 1);
}
