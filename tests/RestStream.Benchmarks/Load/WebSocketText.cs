using System.Buffers.Binary;
using System.Text;

namespace RestStream.Benchmarks.Load;

/// <summary>Builds what a WebSocket client sends: the upgrade, and text frames, masked with zeros as RFC 6455 allows a mask to be.</summary>
internal static class WebSocketText
{
    private const byte RecordSeparator = 0x1E;

    public static byte[] Upgrade(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    /// <summary>One SignalR message in one frame.</summary>
    public static byte[] Message(string json)
    {
        byte[] payload = [.. Encoding.UTF8.GetBytes(json), RecordSeparator];
        Span<byte> length = stackalloc byte[3];
        length[0] = (byte)(0x80 | (payload.Length < 126 ? payload.Length : 126));
        BinaryPrimitives.WriteUInt16BigEndian(length[1..], (ushort)payload.Length);
        return [0x81, .. payload.Length < 126 ? length[..1] : length, 0, 0, 0, 0, .. payload];
    }
}
