using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Filters;
using RestStream.Server.Json;

namespace RestStream.Server.Records;

/// <summary>
/// A page of the records that a filter wants: fetches on until there are enough of them, or as many were looked at as may be, or the end is reached and the wait over.
/// Not thread-safe; disposed once, after its body was sent.
/// </summary>
internal sealed class FilteredRead(ILogEngine engine, ReadPosition position, Truncations truncations, BodyBudget budget, FilterOptions options, TimeProvider time) : IDisposable
{
    private const int BytesPerFetch = 1 << 20;
    private readonly ResponseBuffer _body = new();
    private int _taken;
    private long _scannedBytes;
    private int _count;

    /// <summary>What was missed.</summary>
    public List<Gap> Gaps { get; } = [];

    /// <summary>The page, with the opening in front.</summary>
    public ResponseBuffer Body => _body;

    /// <summary>The partitions as the last fetch had them.</summary>
    public IReadOnlyList<FetchedPartition> Partitions { get; private set; } = [];

    /// <summary>Why there is nothing; null when all is well.</summary>
    public Errors.Problem? Problem { get; private set; }

    /// <summary>Reads.</summary>
    /// <param name="request">As for a page without a filter; its wait is for the first record that is wanted.</param>
    /// <param name="filter">Which are.</param>
    /// <param name="cancellationToken">The client left.</param>
    public async Task RunAsync(FetchRequest request, PageFilter filter, CancellationToken cancellationToken)
    {
        _body.Append(PageWriter.Opening);
        var began = time.GetTimestamp();
        while (Problem is null)
        {
            var wait = _count > 0 || Gaps.Count > 0 ? TimeSpan.Zero : request.MaxWait - time.GetElapsedTime(began);
            using var fetched = await engine.FetchAsync(Next(request, wait), cancellationToken);
            var bytes = BytesOf(fetched);
            if (!TryTake(bytes)) return;
            var given = Take(fetched, request.MaxRecords - _count, filter);
            if (given == 0) GiveBack(bytes);
            _scannedBytes += bytes;
            var isAtEnd = bytes == 0 && !Follow();
            if (isAtEnd && (wait <= TimeSpan.Zero || Gaps.Count > 0 || _count > 0)) return;
            if (_count >= request.MaxRecords || _body.Length >= request.MaxBytes || filter.IsExhausted || _scannedBytes >= options.MaxScanBytes) return;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose()
    {
        _body.Dispose();
        budget.Give(_taken);
    }

    private FetchRequest Next(FetchRequest request, TimeSpan wait) => request with
    {
        Partitions = position.ToFetch(rotates: true),
        Follows = position.Follows,
        MaxRecords = int.MaxValue,
        MaxBytes = Math.Clamp(request.MaxBytes - _body.Length, 1, BytesPerFetch),
        MaxWait = wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
    };

    private int Take(FetchResult fetched, int max, PageFilter filter)
    {
        using var page = RecordPage.Render(fetched, position, truncations, max, default, RecordForm.Exact, filter);
        var given = 0;
        for (; given < max && page.TryGive(out var record); given++)
        {
            if (_count++ > 0) _body.Append(","u8);
            _body.Append(record);
        }

        Gaps.AddRange(page.Gaps);
        Partitions = [.. fetched.Partitions.Select(partition => partition with { Batches = default })];
        if (_count == 0 && Gaps.Count == 0) Problem = page.Problem;
        return given;
    }

    private bool Follow()
    {
        if (position.Follows is not { } known || engine.Resolve(known.Name) is not { } today || today.Id != known.Id || today.PartitionCount <= known.PartitionCount) return false;
        position.Follow(today, []);
        return true;
    }

    private bool TryTake(long bytes)
    {
        var room = RoomFor(bytes);
        if (!budget.TryTake(room))
        {
            Problem = BodyBudget.Exhausted();
            return false;
        }

        _taken += room;
        return true;
    }

    private void GiveBack(long bytes)
    {
        budget.Give(RoomFor(bytes));
        _taken -= RoomFor(bytes);
    }

    private static int RoomFor(long bytes) => (int)Math.Min(int.MaxValue / 4, 3 * bytes);

    private static long BytesOf(FetchResult fetched)
    {
        var bytes = 0L;
        foreach (var partition in fetched.Partitions) bytes += partition.Batches.Length;
        return bytes;
    }
}
