using System.Buffers;
using System.Text;
using RestStream.Core.Records;

namespace RestStream.Broker.DeadLetters;

/// <summary>Copies records, with headers added, into a table of their own. Not thread-safe; the table holds them after <see cref="Complete"/>.</summary>
internal sealed class RecordCopies(RecordTable table)
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private RecordSlice _record = RecordSlice.Empty;

    /// <summary>Begins a record.</summary>
    public void Begin(bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value)
    {
        _record = RecordSlice.Empty;
        if (hasKey) (_record.KeyStart, _record.KeyLength) = Put(key);
        if (hasValue) (_record.ValueStart, _record.ValueLength) = Put(value);
        _record.HeaderStart = table.Headers.Length;
    }

    /// <summary>Adds a header to it.</summary>
    public void Add(ReadOnlySpan<byte> name, bool hasValue, ReadOnlySpan<byte> value)
    {
        var (nameStart, nameLength) = Put(name);
        var (valueStart, valueLength) = hasValue ? Put(value) : (0, -1);
        table.AddHeader(new HeaderSlice(nameStart, nameLength, valueStart, valueLength));
    }

    /// <summary>Adds a header that tells where a dead letter is from or why.</summary>
    public void AddProvenance(string name, string text) => Add(Encoding.UTF8.GetBytes(DeadLetterHeaders.Prefix + name), true, Encoding.UTF8.GetBytes(text));

    /// <summary>Ends the record.</summary>
    public void End()
    {
        _record.HeaderCount = table.Headers.Length - _record.HeaderStart;
        table.Add(_record);
    }

    /// <summary>Hands the bytes to the table.</summary>
    public void Complete()
    {
        var pooled = ArrayPool<byte>.Shared.Rent(Math.Max(1, _body.WrittenCount));
        _body.WrittenSpan.CopyTo(pooled);
        table.TakeBody(pooled, _body.WrittenCount);
    }

    private (int Start, int Length) Put(ReadOnlySpan<byte> bytes)
    {
        var start = _body.WrittenCount;
        _body.Write(bytes);
        return (start, bytes.Length);
    }
}
