using System.Buffers;

namespace RestStream.Storage.Records;

/// <summary>The decompressed records of one batch in a pooled buffer; disposed once by whoever got it. Not thread-safe.</summary>
public sealed class DecompressedRecords : IDisposable
{
    private byte[] _buffer;
    private readonly int _length;

    internal DecompressedRecords(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>The records' bytes, for <see cref="RecordReader"/>; empty after <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.Length == 0 ? default : _buffer.AsSpan(0, _length);

    /// <summary>Gives the buffer back. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
