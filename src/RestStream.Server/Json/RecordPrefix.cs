using System.Buffers.Text;
using System.Text;

namespace RestStream.Server.Json;

/// <summary>
/// What stands in front of a record's key: <c>{"partition":1,"offset":7,"timestamp":1517966773840,"key":</c>, with <c>"topic":"quakes",</c> before it where records of several topics meet. Kept from one record to the next, because between neighbours
/// hardly more than the last digit of the offset changes: formatting three numbers anew was a third of rendering. Not thread-safe.
/// </summary>
internal sealed class RecordPrefix
{
    private const int MaxNumbersLength = 128;

    private readonly byte[] _text;
    private readonly int _numbersStart;
    private int _partition = -1;
    private long _offset;
    private long _timestamp;
    private int _offsetStart;
    private int _offsetEnd;
    private int _length;

    /// <summary>A prefix that names the topic, or does not.</summary>
    public RecordPrefix(string? topic = null)
    {
        // A topic's name needs no escapes.
        var opening = Encoding.UTF8.GetBytes(topic is null ? "{" : $"{{\"topic\":\"{topic}\",");
        _text = new byte[opening.Length + MaxNumbersLength];
        _numbersStart = Put(0, opening);
    }

    /// <summary>The longest prefix is shorter, so that a prefix can be copied in one piece of this length.</summary>
    public int MaxLength => _text.Length;

    /// <summary>Writes the prefix into <paramref name="room"/> and returns its length. Of the room, <see cref="MaxLength"/> bytes are overwritten.</summary>
    public int Write(Span<byte> room, int partition, long offset, long timestamp)
    {
        if (partition != _partition || timestamp != _timestamp || offset != _offset + 1 || !TryIncrement()) Format(partition, offset, timestamp);
        _offset = offset;
        _text.AsSpan().CopyTo(room);
        return _length;
    }

    /// <summary>Counts the offset's text up by one; false, and nothing changed, when more than its last two digits would change.</summary>
    private bool TryIncrement()
    {
        var last = _offsetEnd - 1;
        if (_text[last] < '9')
        {
            _text[last]++;
            return true;
        }

        if (last == _offsetStart || _text[last - 1] == '9') return false;
        _text[last] = (byte)'0';
        _text[last - 1]++;
        return true;
    }

    private void Format(int partition, long offset, long timestamp)
    {
        (_partition, _timestamp) = (partition, timestamp);
        var at = Put(_numbersStart, "\"partition\":"u8);
        at = Put(at, partition);
        _offsetStart = Put(at, ",\"offset\":"u8);
        _offsetEnd = Put(_offsetStart, offset);
        at = Put(_offsetEnd, ",\"timestamp\":"u8);
        at = Put(at, timestamp);
        _length = Put(at, ",\"key\":"u8);
    }

    private int Put(int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(_text.AsSpan(at));
        return at + text.Length;
    }

    private int Put(int at, long number)
    {
        Utf8Formatter.TryFormat(number, _text.AsSpan(at), out var written);
        return at + written;
    }
}
