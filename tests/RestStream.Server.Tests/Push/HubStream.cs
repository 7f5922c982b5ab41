using System.Text.Json;
using System.Threading.Channels;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

/// <summary>One call of the hub: the items that stream back, then its end.</summary>
internal sealed class HubStream(HubClient client, string id)
{
    private readonly Channel<JsonElement> _items = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource<JsonElement?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many items wait to be read.</summary>
    public int Waiting => _items.Reader.Count;

    /// <summary>The next item.</summary>
    /// <exception cref="HubCallException">The stream ended with an error.</exception>
    public async Task<JsonElement> NextAsync()
    {
        if (await Eventually.Ends(_items.Reader.WaitToReadAsync().AsTask()) && _items.Reader.TryRead(out var item)) return item;
        await _result.Task;
        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>The next frame of a type, other frames left out.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var frame = await NextAsync();
            if (frame.GetProperty("type").GetString() == type) return frame;
        }
    }

    /// <summary>The result, once the call has ended.</summary>
    /// <exception cref="HubCallException">It ended with an error.</exception>
    public Task<JsonElement?> ResultAsync() => Eventually.Ends(_result.Task);

    public Task CancelAsync() => client.SendAsync($$"""{"type":5,"invocationId":"{{id}}"}""");

    public void Add(JsonElement item) => _items.Writer.TryWrite(item);

    public void End(string? error, JsonElement? result = null)
    {
        if (error is null) _result.TrySetResult(result);
        else _result.TrySetException(new HubCallException(error));
        _ = _result.Task.Exception;
        _items.Writer.TryComplete();
    }
}
