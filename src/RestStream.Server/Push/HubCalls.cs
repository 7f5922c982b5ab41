using Microsoft.AspNetCore.SignalR;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;

namespace RestStream.Server.Push;

/// <summary>Around every call of the hub: turns whatever nobody foresaw into a problem that tells nothing of the inside.</summary>
internal sealed class HubCalls(ILogger<StreamHub> log) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (e is not (HubException or OperationCanceledException))
        {
            throw Unforeseen(e);
        }
    }

    /// <summary>The items of a stream; what nobody foresaw ends it with a problem.</summary>
    public async IAsyncEnumerable<T> Guard<T>(IAsyncEnumerable<T> stream)
    {
        await using var items = stream.GetAsyncEnumerator();
        while (await MoveNextAsync(items)) yield return items.Current;
    }

    private async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception e) when (e is not (HubException or OperationCanceledException))
        {
            throw Unforeseen(e);
        }
    }

    private HubException Unforeseen(Exception e)
    {
        log.HubCallFailed(e);
        return HubProblems.ToException(ExceptionProblems.Of(e));
    }
}
