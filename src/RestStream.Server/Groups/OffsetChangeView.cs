using RestStream.Core.Groups;

namespace RestStream.Server.Groups;

/// <summary>A partition before and after a reset.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Before">The committed offset before; null when there was none.</param>
/// <param name="After">The committed offset after.</param>
internal sealed record OffsetChangeView(string Topic, int Partition, long? Before, long After)
{
    public static OffsetChangeView Of(OffsetChange change) => new(change.Topic, change.Partition, change.Before, change.After);
}
