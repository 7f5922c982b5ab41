using System.Globalization;
using RestStream.Storage;

namespace RestStream.TestKit;

/// <summary>One report of storage.</summary>
/// <param name="Name">The member of <see cref="IStorageEvents"/>.</param>
/// <param name="Partition">The partition it is about, if one.</param>
/// <param name="Details">Its other arguments, in order.</param>
public sealed record StorageEvent(string Name, TopicPartition? Partition, IReadOnlyList<object> Details)
{
    /// <summary>The exception among its arguments, if one.</summary>
    public Exception? Exception => Details.OfType<Exception>().FirstOrDefault();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Partition} {string.Join(", ", Details.Select(d => Convert.ToString(d, CultureInfo.InvariantCulture)))}";
}
