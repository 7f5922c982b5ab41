using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace RestStream.Schemas.Avro;

internal ref partial struct AvroDecoder
{
    private bool TryNull()
    {
        _json?.WriteNullValue();
        return SpendEmpty();
    }

    private bool TryBoolean()
    {
        if (!_bytes.TryBoolean(out bool value)) return false;
        _json?.WriteBooleanValue(value);
        return true;
    }

    private bool TryInt()
    {
        if (!_bytes.TryInt(out int value)) return false;
        _json?.WriteNumberValue(value);
        return true;
    }

    private bool TryLong()
    {
        if (!_bytes.TryLong(out long value)) return false;
        _json?.WriteNumberValue(value);
        return true;
    }

    private bool TryFloat()
    {
        if (!_bytes.TryFloat(out float value)) return false;
        if (float.IsFinite(value)) _json?.WriteNumberValue(value);
        else WriteNotFinite(value);
        return true;
    }

    private bool TryDouble()
    {
        if (!_bytes.TryDouble(out double value)) return false;
        if (double.IsFinite(value)) _json?.WriteNumberValue(value);
        else WriteNotFinite(value);
        return true;
    }

    private readonly void WriteNotFinite(double value) =>
        _json?.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value < 0 ? "-Infinity"u8 : "Infinity"u8);

    private bool TryString()
    {
        if (!_bytes.TryLengthAndBytes(out var value)) return false;
        if (!Utf8.IsValid(value)) return _bytes.Fail("a string is not UTF-8");
        _json?.WriteStringValue(value);
        return true;
    }

    private bool TryBytes()
    {
        if (!_bytes.TryLengthAndBytes(out var value)) return false;
        WriteBytes(value);
        return true;
    }

    private bool TryFixed(AvroFixed type)
    {
        if (!_bytes.TryBytes(type.SizeBytes, out var value)) return false;
        WriteBytes(value);
        return type.SizeBytes > 0 || SpendEmpty();
    }

    private bool TryEnum(AvroEnum type)
    {
        if (!_bytes.TryLong(out long index)) return false;
        if ((ulong)index >= (ulong)type.Symbols.Length) return _bytes.Fail($"{type.Name.Full} has {type.Symbols.Length} symbols, this is symbol {index}");
        _json?.WriteStringValue(type.JsonSymbols[index]);
        return true;
    }

    private readonly void WriteBytes(ReadOnlySpan<byte> value)
    {
        if (_json is null) return;
        char[] characters = ArrayPool<char>.Shared.Rent(value.Length);
        int count = System.Text.Encoding.Latin1.GetChars(value, characters);
        _json.WriteStringValue(characters.AsSpan(0, count));
        ArrayPool<char>.Shared.Return(characters);
    }
}
