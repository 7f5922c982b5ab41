using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Server.Errors;

namespace RestStream.Server.Groups;

/// <summary>The partitions that a poll is assigned by hand.</summary>
internal static class PollPartitions
{
    /// <summary>Gives each its topic. Null, and null partitions, for a poll that subscribes.</summary>
    public static Problem? Resolve(PollBody body, out IReadOnlyList<AssignedPartition>? partitions)
    {
        partitions = null;
        if (body.Partitions is not { } given) return null;
        var only = body.Topics is [var topic] && !topic.Contains('*', StringComparison.Ordinal) ? topic : null;
        if (body.Topics is not null && only is null) return Refuse("/topics", "With 'partitions' name one topic, or give each partition with its topic and leave 'topics' out.");
        var named = new HashSet<AssignedPartition>(given.Count);
        var resolved = new AssignedPartition[given.Count];
        for (var i = 0; i < resolved.Length; i++)
        {
            if ((given[i].Topic ?? only) is not { } name) return Refuse($"/partitions/{i}", "A partition that is only a number needs its topic in 'topics'.");
            resolved[i] = new AssignedPartition(name, given[i].Partition);
            if (!named.Add(resolved[i])) return Refuse($"/partitions/{i}", $"Partition {resolved[i].Partition} of '{name}' is named twice.");
        }

        partitions = resolved;
        return null;
    }

    private static Problem Refuse(string pointer, string detail) => new(HttpErrors.ValidationFailed, detail, [new ErrorItem(pointer, detail)]);
}
