namespace RestStream.Storage.Records;

/// <summary>Walks the headers of one record in place. Its spans are valid as long as the bytes under them.</summary>
public ref struct RecordHeaderReader
{
    private readonly ReadOnlySpan<byte> _headers;
    private int _left;
    private int _at;

    internal RecordHeaderReader(ReadOnlySpan<byte> headers, int count)
    {
        _headers = headers;
        _left = count;
    }

    /// <summary>The name's UTF-8 bytes.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value; empty when there is none.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>False for a null value.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Goes to the next header; false after the last one.</summary>
    public bool Read()
    {
        if (_left == 0) return false;
        if (!RecordReader.TryReadBytes(_headers, ref _at, out var name, out _)) return false;
        if (!RecordReader.TryReadBytes(_headers, ref _at, out var value, out var hasValue)) return false;
        Name = name;
        Value = value;
        HasValue = hasValue;
        _left--;
        return true;
    }
}
