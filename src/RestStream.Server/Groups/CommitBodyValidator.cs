using FluentValidation;
using RestStream.Server.Hosting;

namespace RestStream.Server.Groups;

/// <summary>What a commit must be before the group looks at it. Consumers commit after every batch: one rule looks at all, where a rule a member would cost more than the commit.</summary>
internal sealed class CommitBodyValidator : AbstractValidator<CommitBody>
{
    private readonly LimitOptions _limits;

    public CommitBodyValidator(LimitOptions limits)
    {
        _limits = limits;
        RuleFor(body => body).Custom(Check);
    }

    private void Check(CommitBody body, ValidationContext<CommitBody> context)
    {
        if (body.Offsets is not { Count: > 0 } offsets) context.AddFailure("Offsets", "'offsets' is missing or empty: name at least one partition with its 'nextOffset'.");
        else if (offsets.Count > _limits.MaxCommitOffsets) context.AddFailure("Offsets", $"'offsets' has at most {_limits.MaxCommitOffsets} entries.");
        else CheckEach(offsets, context);
        if (body.Generation is null != body.Member is null)
            context.AddFailure("Generation", "'member' and 'generation' go together: take both from an answer; leave both out while the group has no members.");
        if (body.Member is { Length: 0 }) context.AddFailure("Member", "'member' is empty.");
    }

    private static void CheckEach(IReadOnlyList<CommitOffset?> offsets, ValidationContext<CommitBody> context)
    {
        var named = offsets.Count > 1 ? new HashSet<(string, int)>(offsets.Count) : null;
        for (var i = 0; i < offsets.Count; i++)
        {
            if (offsets[i] is not { Topic.Length: > 0, Partition: >= 0, NextOffset: >= 0 } offset)
                context.AddFailure($"Offsets[{i}]", "An entry of 'offsets' has 'topic', 'partition' and 'nextOffset', 0 or more.");
            else if (named?.Add((offset.Topic, offset.Partition.Value)) is false)
                context.AddFailure($"Offsets[{i}]", "This partition is named twice.");
        }
    }
}
