using System.Buffers;
using System.Buffers.Text;

namespace RestStream.Server.Records;

/// <summary>Builds an answer in one pooled buffer, so that it goes out with a Content-Length and an error can still replace it. Not thread-safe; disposed once.</summary>
internal sealed class ResponseBuffer(int capacity = 512) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    /// <summary>The bytes that it holds, written or not.</summary>
    public int Capacity => _bytes.Length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, GetSpan(20), out var written);
        Length += written;
    }

    public void Clear() => Length = 0;

    /// <summary>Answers with what was built, as JSON.</summary>
    public async Task SendAsync(HttpResponse response, int status, string contentType = "application/json")
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = Length;
        await response.BodyWriter.WriteAsync(Written);
    }

    /// <summary>Moves to a buffer that fits when this one is more than twice as large as what was written: for what is kept.</summary>
    public void Fit()
    {
        if (_bytes.Length <= 2 * Length) return;
        var fitting = ArrayPool<byte>.Shared.Rent(Length);
        Written.Span.CopyTo(fitting);
        Dispose();
        _bytes = fitting;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Ensure(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        Written.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
