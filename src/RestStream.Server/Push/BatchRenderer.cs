using RestStream.Core.Fetch;
using RestStream.Server.Json;
using RestStream.Server.Records;
using RestStream.Server.Schemas;

namespace RestStream.Server.Push;

/// <summary>
/// Renders what was fetched: for the hub an array of records, and the high watermarks behind it in the same buffer; for a stream its events or lines, gaps first. Thread-safe.
/// </summary>
internal sealed class BatchRenderer(Truncations truncations, RecordViews views)
{
    /// <summary>Renders. The fetch may be disposed afterwards.</summary>
    public SharedBatch Render(FetchResult fetched, ReadPositions place, BatchShape shape, bool isIdle) =>
        shape.Format is { } format ? RenderStream(fetched, place, shape, format, isIdle) : RenderFrame(fetched, place, shape, isIdle);

    private SharedBatch RenderStream(FetchResult fetched, ReadPositions place, BatchShape shape, IStreamFormat format, bool isIdle)
    {
        var after = place.Clone();
        var position = after.Topics[0];
        using var page = RecordPage.Render(fetched, new AlignedPosition(position, fetched, shape.MaxRecords), truncations, shape.MaxRecords, default, RecordForm.OneLine, FilterOf(shape), views.Make(shape.View));
        var rendered = new ResponseBuffer(page.RenderedBytes * 2);
        if (page.Gaps.Count > 0) format.WriteGaps(rendered, page.Gaps, position);
        var count = 0;
        for (; count < shape.MaxRecords && page.TryGive(out var record); count++) format.WriteRecord(rendered, record, position);
        rendered.Fit();
        return new SharedBatch(rendered, rendered.Length, HasMoved(place, after) ? after : place)
        {
            Count = count,
            Lag = 0,
            Gaps = page.Gaps,
            Problem = page.Problem,
            IsIdle = isIdle && count == 0,
        };
    }

    private static PageFilter? FilterOf(BatchShape shape) => shape.Filter is null ? null : new PageFilter(shape.Filter, int.MaxValue);

    private SharedBatch RenderFrame(FetchResult fetched, ReadPositions place, BatchShape shape, bool isIdle)
    {
        var after = place.Clone();
        using var page = RecordPage.Render(fetched, new AlignedPosition(after, fetched, shape.MaxRecords), truncations, shape.MaxRecords, "["u8, RecordForm.OneLine, FilterOf(shape), views.Make(shape.View));
        var rendered = page.TakeAll(shape.MaxRecords, "["u8, out var count);
        if (count == 0) rendered.Clear();
        else rendered.Append("]"u8);
        var recordBytes = rendered.Length;
        AppendHighWatermarks(rendered, fetched, isWithRecords: count > 0);
        // It is kept, and sent at the pace of the slowest; the page rented for more than the records took.
        rendered.Fit();
        return new SharedBatch(rendered, recordBytes, HasMoved(place, after) ? after : place)
        {
            Count = count,
            Lag = LagOf(fetched, after),
            Gaps = page.Gaps,
            Problem = page.Problem,
            IsIdle = isIdle && count == 0,
        };
    }

    private static void AppendHighWatermarks(ResponseBuffer output, FetchResult fetched, bool isWithRecords)
    {
        var map = new OffsetMap(output);
        foreach (var partition in fetched.Partitions)
        {
            if (partition.HighWatermark < 0 || (isWithRecords && partition.Batches.IsEmpty)) continue;
            map.Add(partition.Topic, partition.Partition, partition.HighWatermark);
        }

        map.End();
    }

    private static long LagOf(FetchResult fetched, ReadPositions after)
    {
        var lag = 0L;
        ReadPosition? position = null;
        foreach (var partition in fetched.Partitions)
        {
            if (position?.Topic.Name != partition.Topic) position = after.Find(partition.Topic);
            if (position is not null && partition.HighWatermark >= 0) lag += Math.Max(0, partition.HighWatermark - position.Next(partition.Partition));
        }

        return lag;
    }

    private static bool HasMoved(ReadPositions place, ReadPositions after)
    {
        for (var i = 0; i < place.Topics.Length; i++)
        {
            if (!place.Topics[i].NextOffsets.Span.SequenceEqual(after.Topics[i].NextOffsets.Span)) return true;
        }

        return false;
    }
}
