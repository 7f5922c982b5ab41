using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Filters;
using RestStream.Server.Json;

namespace RestStream.Server.Records;

/// <summary>
/// A page of the records that a filter wants: fetches on until there are enough of them, or as many were looked at as may be, or the end is reached and the wait over.
/// Not thread-safe; disposed once, after its body was sent.
/// </summary>
internal sealed class FilteredRead(ILogEngine engine, ReadPosition position, Truncations truncations, BodyBudget budget, FilterOptions options, IRecordView? view, TimeProvider time) : IDisposable
{
    private const int BytesPerFetch = 1 << 20;
    private readonly ResponseBuffer _body = new();
    private int _taken;
    private long _scannedBytes;
    private int _count;
    private bool _hasMoved;

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
        filter.Cancellation = cancellationToken;
        var began = time.GetTimestamp();
        while (Problem is null)
        {
            var wait = _count > 0 || Gaps.Count > 0 ? TimeSpan.Zero : request.MaxWait - time.GetElapsedTime(began);
            using var fetched = await engine.FetchAsync(Next(request, wait), cancellationToken);
            var bytes = BytesOf(fetched);
            if (!TryRender(fetched, bytes, request.MaxRecords - _count, filter, out var isStuck)) return;
            cancellationToken.ThrowIfCancellationRequested();
            if (isStuck) return;
            _scannedBytes += bytes;
            var isAtEnd = bytes == 0 && !Follow();
            if (isAtEnd && (wait <= TimeSpan.Zero || Gaps.Count > 0 || _count > 0)) return;
            if (_count >= request.MaxRecords || _body.Length >= request.MaxBytes || filter.IsExhausted || _scannedBytes >= options.MaxScanBytes) return;
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

    /// <summary>Renders what was fetched, within the budget: what it takes meanwhile is given back, but for the growth of the body. False when there is no room; then what is in
    /// hand is the page.</summary>
    private bool TryRender(FetchResult fetched, long bytes, int max, PageFilter filter, out bool isStuck)
    {
        isStuck = false;
        var room = (int)Math.Min(int.MaxValue / 4, 3 * bytes);
        if (!budget.TryTake(room))
        {
            if (_count == 0 && Gaps.Count == 0) Problem = BodyBudget.Exhausted();
            return false;
        }

        try
        {
            isStuck = !TryAdvance(fetched, bytes, max, filter);
            return true;
        }
        finally
        {
            var held = _count == 0 ? 0 : _body.Capacity;
            budget.Give(room - (held - _taken));
            _taken = held;
        }
    }

    /// <summary>False when there is something that cannot be read and nothing else: another fetch would bring the same. That is the answer when nothing was read before it.</summary>
    private bool TryAdvance(FetchResult fetched, long bytes, int max, PageFilter filter)
    {
        var before = position.NextOffsets.ToArray();
        var problem = Take(fetched, max, filter);
        var hasMoved = !position.NextOffsets.Span.SequenceEqual(before);
        _hasMoved |= hasMoved;
        if (hasMoved || (bytes == 0 && problem is null)) return true;
        if (!_hasMoved && Gaps.Count == 0) Problem = problem;
        return false;
    }

    private Errors.Problem? Take(FetchResult fetched, int max, PageFilter filter)
    {
        using var page = RecordPage.Render(fetched, position, truncations, max, default, RecordForm.Exact, filter, view);
        for (var given = 0; given < max && page.TryGive(out var record); given++)
        {
            if (_count++ > 0) _body.Append(","u8);
            _body.Append(record);
        }

        Gaps.AddRange(page.Gaps);
        Partitions = [.. fetched.Partitions.Select(partition => partition with { Batches = default })];
        return page.Problem;
    }

    private bool Follow()
    {
        if (position.Follows is not { } known || engine.Resolve(known.Name) is not { } today || today.Id != known.Id || today.PartitionCount <= known.PartitionCount) return false;
        position.Follow(today, []);
        return true;
    }

    private static long BytesOf(FetchResult fetched)
    {
        var bytes = 0L;
        foreach (var partition in fetched.Partitions) bytes += partition.Batches.Length;
        return bytes;
    }
}
