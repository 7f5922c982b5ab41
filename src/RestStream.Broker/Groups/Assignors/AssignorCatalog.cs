using System.Collections.Frozen;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>The assignors that there are, by Kafka's names.</summary>
internal static class AssignorCatalog
{
    /// <summary>All of them by their name.</summary>
    public static FrozenDictionary<string, IAssignor> ByName { get; } = new IAssignor[]
    {
        new RangeAssignor(), new RoundRobinAssignor(), new StickyAssignor(), new CooperativeStickyAssignor(),
    }.ToFrozenDictionary(assignor => assignor.Name, StringComparer.Ordinal);

    /// <summary>The assignor of a name; null when there is none.</summary>
    public static IAssignor? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);
}
