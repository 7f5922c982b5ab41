using System.Buffers;
using RestStream.Server.Json;

namespace RestStream.Server.Filters;

/// <summary>A text without JSON's escapes, in a pooled buffer when it had some. Disposed once, after the last use of its bytes.</summary>
internal ref struct PlainText
{
    private byte[]? _buffer;

    private PlainText(ReadOnlySpan<byte> bytes, byte[]? buffer, bool isText)
    {
        Bytes = bytes;
        _buffer = buffer;
        IsText = isText;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>False when an escape stands for half a surrogate pair: that is no text, and equal to none.</summary>
    public bool IsText { get; }

    public static PlainText Of(in FilterValue value)
    {
        if (!value.IsEscaped) return new(value.Bytes, null, true);
        var buffer = ArrayPool<byte>.Shared.Rent(value.Bytes.Length);
        var isText = JsonString.TryUnescape(value.Bytes, buffer, out var length);
        return new(buffer.AsSpan(0, isText ? length : 0), buffer, isText);
    }

    public void Dispose()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
