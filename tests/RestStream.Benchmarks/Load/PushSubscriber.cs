using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RestStream.Benchmarks.Load;

/// <summary>
/// One connection that is told of records. It looks for the numbers in what comes and knows nothing else of the protocols, so that it takes as little as possible of the cores that
/// it shares with the server.
/// </summary>
internal sealed class PushSubscriber(PushSpec spec, DeliveryTimes times) : IDisposable
{
    private const int Carried = 32;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[Carried + (32 << 10)];
    private int _carried;

    public long Bytes { get; private set; }

    public long Records { get; private set; }

    private static ReadOnlySpan<byte> Mark => "{\"number\":"u8;

    /// <summary>Subscribes, and returns when the server has said so.</summary>
    public async Task OpenAsync()
    {
        await _socket.ConnectAsync(IPAddress.Loopback, spec.Port);
        if (spec.Kind == PushKind.Hub) await OpenHubAsync();
        else await CallAsync(RequestBytes.Build(spec.Kind == PushKind.Bare ? $"/push/{spec.FrameBytes}" : $"/v1/topics/{PushSpec.Topic}/records?from=latest", body: null), accept: true);
    }

    /// <summary>Reads until the socket is closed.</summary>
    public async Task ReadAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync(_buffer.AsMemory(_carried)) is > 0 and var received)
            {
                Note(received);
                // Under a flood there is always more to receive: the others come first.
                await Task.Yield();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return; // the end of the run
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task OpenHubAsync()
    {
        await CallAsync(WebSocketText.Upgrade("/hubs/stream"));
        await CallAsync(WebSocketText.Message("""{"protocol":"json","version":1}"""));
        await CallAsync(WebSocketText.Message($$"""{"type":4,"invocationId":"1","target":"Subscribe","arguments":[{"topics":["{{PushSpec.Topic}}"],"from":"latest"}]}"""));
    }

    private async Task CallAsync(byte[] request, bool accept = false)
    {
        if (accept && spec.Kind == PushKind.Events) request = [.. request.AsSpan(..^2), .. "Accept: text/event-stream\r\n\r\n"u8];
        await _socket.SendAsync(request);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory());
        var answer = Encoding.UTF8.GetString(_buffer, 0, received);
        if (received == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.Contains("\"error\"", StringComparison.Ordinal)) throw new InvalidOperationException($"not subscribed: {answer}");
    }

    private void Note(int received)
    {
        Bytes += received;
        var now = Stopwatch.GetTimestamp();
        var text = _buffer.AsSpan(0, _carried + received);
        var rest = text;
        // The number is whole when a comma follows: what is cut off is looked at again with what comes next.
        for (int at; (at = rest.IndexOf(Mark)) >= 0;)
        {
            if (!Utf8Parser.TryParse(rest[(at + Mark.Length)..], out int number, out var digits) || at + Mark.Length + digits == rest.Length) break;
            rest = rest[(at + Mark.Length + digits)..];
            Records++;
            times.Came(number, now);
        }

        var keep = rest[^Math.Min(rest.Length, Carried)..];
        keep.CopyTo(_buffer);
        _carried = keep.Length;
    }
}
