using RestStream.Core.Groups;

namespace RestStream.Server.Groups;

/// <summary>An offset that was deleted.</summary>
internal sealed record DeletedOffsetView(string Topic, int Partition, long NextOffset)
{
    public static DeletedOffsetView Of(GroupOffset offset) => new(offset.Topic, offset.Partition, offset.NextOffset);
}
