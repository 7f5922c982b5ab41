using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

/// <summary>A small client of SignalR's JSON protocol over WebSockets: every message is JSON and a byte 0x1E.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const byte Separator = 0x1E;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, HubStream> _calls = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource<JsonElement> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _pump = Task.CompletedTask;
    private int _lastId;

    private HubClient()
    {
    }

    /// <summary>Ends with the server's close message when the connection ends; of one without a message, with undefined.</summary>
    public Task<JsonElement> Closed => _closed.Task;

    /// <summary>Connects; <paramref name="reads"/> false leaves all that comes in the socket.</summary>
    public static async Task<HubClient> ConnectAsync(Uri server, bool reads = true, params (string Name, string Value)[] headers)
    {
        var client = new HubClient();
        foreach (var (name, value) in headers) client._socket.Options.SetRequestHeader(name, value);
        await Eventually.Ends(client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/stream" }.Uri, default));
        await client.SendAsync("""{"protocol":"json","version":1}""");
        if (reads) client._pump = Task.Run(client.PumpAsync);
        return client;
    }

    /// <summary>Calls a method that streams.</summary>
    public async Task<HubStream> StreamAsync(string target, params string[] arguments) => await CallAsync(4, target, arguments, "");

    /// <summary>Calls a method that streams, with an upload of the id "u" as its last argument.</summary>
    public async Task<HubStream> UploadAsync(string target, params string[] arguments) => await CallAsync(4, target, arguments, ""","streamIds":["u"]""");

    /// <summary>Calls a method and gives its result; null for one without.</summary>
    /// <exception cref="HubCallException">The server refused.</exception>
    public async Task<JsonElement?> InvokeAsync(string target, params string[] arguments)
    {
        var call = await CallAsync(target, arguments);
        return await call.ResultAsync();
    }

    /// <summary>Calls a method without waiting for its result.</summary>
    public Task<HubStream> CallAsync(string target, params string[] arguments) => CallAsync(1, target, arguments, "");

    public Task<HubStream> SubscribeAsync(string request) => StreamAsync("Subscribe", request);

    /// <summary>Sends one message as it is.</summary>
    public async Task SendAsync(string message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message + (char)Separator), WebSocketMessageType.Text, true, default);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _pump;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task<HubStream> CallAsync(int type, string target, string[] arguments, string more)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var call = _calls[id] = new HubStream(this, id);
        await SendAsync($$"""{"type":{{type}},"invocationId":"{{id}}","target":"{{target}}","arguments":[{{string.Join(',', arguments)}}]{{more}}}""");
        return call;
    }

    private async Task PumpAsync()
    {
        var close = default(JsonElement);
        try
        {
            var received = new ArrayBufferWriter<byte>();
            while (true)
            {
                var read = await _socket.ReceiveAsync(received.GetMemory(16 << 10), default);
                if (read.MessageType == WebSocketMessageType.Close) break;
                received.Advance(read.Count);
                if (received.WrittenSpan[^1] != Separator) continue;
                foreach (var message in Messages(received.WrittenSpan))
                {
                    if (message.TryGetProperty("type", out var type) && type.GetInt32() == 7) close = message;
                    else Dispatch(message);
                }

                received.ResetWrittenCount();
            }
        }
        catch (WebSocketException)
        {
            // Cut off: the calls hear of it.
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Aborted by this side.
        }

        foreach (var call in _calls.Values) call.End("the connection is closed");
        _closed.TrySetResult(close);
    }

    private static List<JsonElement> Messages(ReadOnlySpan<byte> bytes)
    {
        var messages = new List<JsonElement>();
        foreach (var range in bytes.Split(Separator))
        {
            if (!bytes[range].IsEmpty) messages.Add(JsonElement.Parse(bytes[range]));
        }

        return messages;
    }

    private void Dispatch(JsonElement message)
    {
        if (!message.TryGetProperty("invocationId", out var id) || !_calls.TryGetValue(id.GetString()!, out var call)) return;
        if (message.GetProperty("type").GetInt32() == 2) call.Add(message.GetProperty("item"));
        else call.End(message.TryGetProperty("error", out var error) ? error.GetString() : null, message.TryGetProperty("result", out var result) ? result : null);
    }
}
