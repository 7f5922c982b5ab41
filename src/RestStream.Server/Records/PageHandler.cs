using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;
using RestStream.Server.Filters;
using RestStream.Server.Hosting;
using RestStream.Server.Json;
using RestStream.Server.Schemas;
using RestStream.Server.Validation;

namespace RestStream.Server.Records;

/// <summary>One page of records: browse, or a long poll with <c>wait</c>. While it waits it holds its position and nothing pooled.</summary>
internal sealed class PageHandler(
    ILogEngine engine, LimitOptions limits, FilterOptions filters, FilterCompiler compiler, Truncations truncations, BodyBudget budget, RecordViews views, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var gaps = new List<Gap>();
        if (Prepare(context, gaps, out var position, out var filter, out var view, out var problem) is not { } request)
        {
            await ProblemWriter.WriteAsync(context, problem!);
            return;
        }

        if (filter is not null)
        {
            await AnswerFilteredAsync(context, request, position!, filter, view, gaps);
            return;
        }

        var fetched = await FetchAsync(request, position!, context.RequestAborted);
        var room = RoomFor(fetched);
        if (!budget.TryTake(room))
        {
            fetched.Dispose();
            await ProblemWriter.WriteAsync(context, BodyBudget.Exhausted());
            return;
        }

        try
        {
            await AnswerAsync(context, fetched, position!, request.MaxRecords, view, gaps);
        }
        finally
        {
            budget.Give(room);
        }
    }

    /// <summary>Partitions that are added during the wait are waited for too.</summary>
    private async Task<FetchResult> FetchAsync(FetchRequest request, ReadPosition position, CancellationToken cancellationToken)
    {
        if (request.MaxWait <= TimeSpan.Zero) return await engine.FetchAsync(request, CancellationToken.None);
        var (began, wait) = (time.GetTimestamp(), request.MaxWait);
        while (true)
        {
            var fetched = await engine.FetchAsync(request, cancellationToken);
            if (fetched.Partitions.Any(HasNews) || !FollowGrowth(position)) return fetched;
            fetched.Dispose();
            var left = wait - time.GetElapsedTime(began);
            request = request with { Partitions = position.ToFetch(rotates: false), Follows = position.Follows, MaxWait = left > TimeSpan.Zero ? left : TimeSpan.Zero };
        }
    }

    private static bool HasNews(FetchedPartition partition) => partition.Error != ErrorCode.None || partition.Batches.Length > 0;

    private bool FollowGrowth(ReadPosition position)
    {
        if (position.Follows is not { } known || engine.Resolve(known.Name) is not { } today) return false;
        if (today.Id != known.Id || today.PartitionCount <= known.PartitionCount) return false;
        position.Follow(today, []);
        return true;
    }

    /// <summary>The rendered records and the answer, held until the client took them: a slow reader of large pages must not take all memory.</summary>
    public static int RoomFor(FetchResult fetched)
    {
        var bytes = 0L;
        foreach (var partition in fetched.Partitions) bytes += partition.Batches.Length;
        return (int)Math.Min(int.MaxValue, 3 * bytes);
    }

    private FetchRequest? Prepare(HttpContext context, List<Gap> gaps, out ReadPosition? position, out PageFilter? filter, out IRecordView? view, out Problem? problem)
    {
        var query = new Parameters(context.Request);
        var max = query.Integer("max", limits.DefaultRecords, 1, limits.MaxRecords);
        var maxBytes = query.Integer("maxBytes", limits.DefaultBytes, 1, limits.MaxBytes);
        var wait = query.Duration("wait", limits.MaxWait) ?? TimeSpan.Zero;
        filter = ReadFilter(query);
        view = views.Make(RecordViewOptions.Read(query));
        position = new ReadStart(engine, time).Find(context, query, Position.Earliest, gaps, out problem);
        if (position is null) return null;
        // A gap is news: it is told at once.
        if (gaps.Count > 0) wait = TimeSpan.Zero;
        return new FetchRequest(position.ToFetch(rotates: ReadStart.HasCursor(context.Request)), max, maxBytes, 1, wait) { Follows = position.Follows };
    }

    private async Task AnswerAsync(HttpContext context, FetchResult fetched, ReadPosition position, int max, IRecordView? view, List<Gap> gaps)
    {
        using var page = RenderAndDispose(fetched, position, max, view);
        gaps.AddRange(page.Gaps);
        if (page.Problem is not null && !page.HasRecords && gaps.Count == 0)
        {
            await ProblemWriter.WriteAsync(context, page.Problem);
            return;
        }

        using var merged = page.TryGiveAll(max, out var whole) ? null : page.Merge(max, PageWriter.Opening, out _);
        var body = whole ?? merged!;
        PageWriter.AppendRest(body, position, fetched.Partitions, gaps);
        await body.SendAsync(context.Response, StatusCodes.Status200OK);
    }

    private PageFilter? ReadFilter(Parameters query)
    {
        var maxScan = query.Integer("maxScan", filters.DefaultScan, 1, filters.MaxScan);
        return compiler.Read(query) is { } filter ? new PageFilter(filter, maxScan) : null;
    }

    private async Task AnswerFilteredAsync(HttpContext context, FetchRequest request, ReadPosition position, PageFilter filter, IRecordView? view, List<Gap> gaps)
    {
        using var read = new FilteredRead(engine, position, truncations, budget, filters, view, time);
        read.Gaps.AddRange(gaps);
        await read.RunAsync(request, filter, context.RequestAborted);
        if (read.Problem is not null)
        {
            await ProblemWriter.WriteAsync(context, read.Problem);
            return;
        }

        PageWriter.AppendRest(read.Body, position, read.Partitions, read.Gaps, filter.Scanned);
        await read.Body.SendAsync(context.Response, StatusCodes.Status200OK);
    }

    private RecordPage RenderAndDispose(FetchResult fetched, ReadPosition position, int max, IRecordView? view)
    {
        using (fetched) return RecordPage.Render(fetched, position, truncations, max, PageWriter.Opening, RecordForm.Exact, view: view);
    }
}
