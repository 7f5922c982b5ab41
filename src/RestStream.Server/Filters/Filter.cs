using System.Buffers;
using RestStream.Storage.Records;

namespace RestStream.Server.Filters;

/// <summary>A compiled filter. Immutable: one serves all who use its text.</summary>
internal sealed class Filter(string text, FilterNode root, PathNode paths, int slotCount)
{
    private const int SlotsOnStack = 32;

    /// <summary>As it was written.</summary>
    public string Text { get; } = text;

    /// <summary>True when the record on which <paramref name="record"/> stands is wanted.</summary>
    /// <param name="record">The record.</param>
    /// <param name="isJson">The batch's mark: the value is JSON.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="topic">Its topic's name, UTF-8.</param>
    public bool Matches(in RecordReader record, bool isJson, int partition, byte[] topic)
    {
        if (slotCount > SlotsOnStack) return MatchesPooled(record, isJson, partition, topic);
        Span<FilterSlot> slots = stackalloc FilterSlot[SlotsOnStack];
        var tested = new FilterRecord(record, isJson, partition, topic, paths, slots[..slotCount]);
        return root.Test(ref tested);
    }

    private bool MatchesPooled(in RecordReader record, bool isJson, int partition, byte[] topic)
    {
        var slots = ArrayPool<FilterSlot>.Shared.Rent(slotCount);
        try
        {
            var tested = new FilterRecord(record, isJson, partition, topic, paths, slots.AsSpan(0, slotCount));
            return root.Test(ref tested);
        }
        finally
        {
            ArrayPool<FilterSlot>.Shared.Return(slots);
        }
    }
}
