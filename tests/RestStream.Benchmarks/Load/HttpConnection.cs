using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace RestStream.Benchmarks.Load;

/// <summary>
/// One keep-alive HTTP/1.1 connection over a blocking socket. It knows just enough of HTTP to find a response's end, and allocates nothing per request,
/// so that the driver takes as little as possible of the cores it shares with the server. Not thread-safe.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ArrayBufferWriter<byte> _body = new(1024);
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    public HttpConnection(int port, int bufferBytes = 64 * 1024)
    {
        _buffer = new byte[bufferBytes];
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>The last response's body, when it was received with keepBody. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Body => _body.WrittenSpan;

    public void Send(ReadOnlySpan<byte> request)
    {
        while (request.Length > 0)
        {
            request = request[_socket.Send(request)..];
        }
    }

    /// <summary>Reads one whole response.</summary>
    /// <returns>Its status code.</returns>
    public int Receive(bool keepBody = false)
    {
        _body.ResetWrittenCount();
        var head = ReadHead();
        _ = Utf8Parser.TryParse(head.AsSpan()[9..], out int status, out _);
        if (head.AsSpan().IndexOf("Transfer-Encoding: chunked"u8) >= 0)
        {
            ReadChunks(keepBody);
        }
        else
        {
            ReadBytes(ContentLength(head.AsSpan()), keepBody);
        }

        return status;
    }

    /// <summary>Sends a request and reads its response; throws on a status that is not 2xx.</summary>
    public ReadOnlySpan<byte> Call(ReadOnlySpan<byte> request)
    {
        Send(request);
        var status = Receive(keepBody: true);
        return status is >= 200 and < 300
            ? Body
            : throw new InvalidOperationException($"{status}: {System.Text.Encoding.UTF8.GetString(Body)}");
    }

    public void Dispose() => _socket.Dispose();

    private static long ContentLength(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out long length, out _) ? length : 0;
    }

    private ArraySegment<byte> ReadHead()
    {
        int length;
        while ((length = Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            Fill();
        }

        var head = new ArraySegment<byte>(_buffer, _start, length);
        _start += length + 4;
        return head;
    }

    private void ReadChunks(bool keep)
    {
        long size;
        do
        {
            int line;
            while ((line = Unread.IndexOf("\r\n"u8)) < 0)
            {
                Fill();
            }

            _ = Utf8Parser.TryParse(Unread[..line], out size, out _, 'x');
            _start += line + 2;
            ReadBytes(size, keep);
            ReadBytes(2, keep: false);
        }
        while (size > 0);
    }

    private void ReadBytes(long count, bool keep)
    {
        while (count > 0)
        {
            if (_start == _end)
            {
                Fill();
            }

            var part = (int)Math.Min(count, _end - _start);
            if (keep)
            {
                _body.Write(_buffer.AsSpan(_start, part));
            }

            _start += part;
            count -= part;
        }
    }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    private void Fill()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var received = _socket.Receive(_buffer.AsSpan(_end));
        _end += received > 0 ? received : throw new IOException("the server closed the connection");
    }
}
