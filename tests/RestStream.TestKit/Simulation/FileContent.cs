namespace RestStream.TestKit.Simulation;

/// <summary>Bytes that grow. A copy shares them until one of the two is written.</summary>
internal sealed class FileContent
{
    private byte[] _bytes = [];
    private bool _isShared;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public FileContent Copy()
    {
        _isShared = true;
        return new FileContent { _bytes = _bytes, Length = Length, _isShared = true };
    }

    public void Write(ReadOnlySpan<byte> source, int position)
    {
        if (source.IsEmpty)
            return;
        Own(Math.Max(Length, position + source.Length));
        source.CopyTo(_bytes.AsSpan(position));
        Length = Math.Max(Length, position + source.Length);
    }

    public void SetLength(int length)
    {
        Own(Math.Max(Length, length));
        if (length < Length)
            _bytes.AsSpan(length, Length - length).Clear(); // What is behind the end reads as zeros when it grows again.
        Length = length;
    }

    private void Own(int capacity)
    {
        if (!_isShared && capacity <= _bytes.Length)
            return;
        var bytes = new byte[capacity <= _bytes.Length ? _bytes.Length : Math.Max(capacity, Math.Min(2 * _bytes.Length, Array.MaxLength))];
        Span.CopyTo(bytes);
        (_bytes, _isShared) = (bytes, false);
    }
}
