using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RestStream.Schemas.Avro;

/// <summary>
/// Walks a binary value by its schema: to check it, or to write it as plain JSON for people. A union is its value without the branch's name; bytes and fixed
/// are strings with one character U+0000 to U+00FF for each byte, as in Avro's own JSON; a float that is no number is "NaN", "Infinity" or "-Infinity".
/// </summary>
internal ref partial struct AvroDecoder
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter? _json;
    private AvroBytes _bytes;
    private int _depth;
    private long _emptyLeft;
    private long _nameBytes;
    private List<string>? _trace;

    private AvroDecoder(ReadOnlySpan<byte> payload, Utf8JsonWriter? json)
    {
        _json = json;
        _bytes = new AvroBytes(payload);
        _emptyLeft = AvroLimits.EmptyValues + (long)payload.Length * AvroLimits.EmptyValuesPerByte;
    }

    public static bool TryDecode(AvroType type, ReadOnlySpan<byte> payload, IBufferWriter<byte>? json, out string? problem)
    {
        var check = new AvroDecoder(payload, null);
        bool right = check.TryWhole(type);
        if (right && json is not null && check._nameBytes > AvroLimits.JsonNameBytes)
            right = check._bytes.Fail($"as JSON its members' names alone are larger than {AvroLimits.JsonNameBytes} bytes");
        problem = right ? null : check.Describe();
        if (right && json is not null) Write(type, payload, json);
        return right;
    }

    private static void Write(AvroType type, ReadOnlySpan<byte> payload, IBufferWriter<byte> json)
    {
        using var writer = new Utf8JsonWriter(json, JsonOptions);
        new AvroDecoder(payload, writer).TryWhole(type);
    }

    private bool TryWhole(AvroType type) =>
        TryValue(type) && (_bytes.Left == 0 || _bytes.Fail($"{_bytes.Left} bytes follow the value"));

    private readonly string Describe()
    {
        string place = _trace is null ? "" : $" in /{string.Join('/', Enumerable.Reverse(_trace))}";
        return $"At byte {_bytes.Position}{place}: {_bytes.Problem}.";
    }

    private bool TryValue(AvroType type) => type.Kind switch
    {
        AvroKind.Null => TryNull(),
        AvroKind.Boolean => TryBoolean(),
        AvroKind.Int => TryInt(),
        AvroKind.Long => TryLong(),
        AvroKind.Float => TryFloat(),
        AvroKind.Double => TryDouble(),
        AvroKind.Bytes => TryBytes(),
        AvroKind.String => TryString(),
        AvroKind.Enum => TryEnum((AvroEnum)type),
        AvroKind.Fixed => TryFixed((AvroFixed)type),
        _ => TryNested(type),
    };

    private bool TryNested(AvroType type)
    {
        if (_depth == AvroLimits.ValueDepth) return _bytes.Fail($"values lie more than {AvroLimits.ValueDepth} deep in each other");
        _depth++;
        bool right = type.Kind switch
        {
            AvroKind.Record => TryRecord((AvroRecord)type),
            AvroKind.Union => TryUnion((AvroUnion)type),
            AvroKind.Array => TryArray(((AvroCollection)type).Element),
            _ => TryMap(((AvroCollection)type).Element),
        };
        _depth--;
        return right;
    }

    private bool TryRecord(AvroRecord record)
    {
        if (!SpendEmpty()) return false;
        _json?.WriteStartObject();
        foreach (AvroField field in record.Fields)
        {
            _nameBytes += field.JsonName.EncodedUtf8Bytes.Length;
            _json?.WritePropertyName(field.JsonName);
            if (!TryValue(field.Type)) return Trace(field.Name);
        }

        _json?.WriteEndObject();
        return true;
    }

    private bool TryUnion(AvroUnion union)
    {
        if (!_bytes.TryLong(out long index)) return false;
        return (ulong)index < (ulong)union.Branches.Length
            ? TryValue(union.Branches[index])
            : _bytes.Fail($"the union has {union.Branches.Length} branches, this is branch {index}");
    }

    private bool TryArray(AvroType items)
    {
        long index = 0;
        _json?.WriteStartArray();
        for (bool more = true; more;)
        {
            if (!TryBlock(out var block)) return false;
            more = block.Count > 0;
            for (long left = block.Count; left > 0; left--, index++)
                if (!TryValue(items)) return Trace(index);
            if (!EndBlock(block)) return false;
        }

        _json?.WriteEndArray();
        return true;
    }

    private bool TryMap(AvroType values)
    {
        _json?.WriteStartObject();
        for (bool more = true; more;)
        {
            if (!TryBlock(out var block)) return false;
            more = block.Count > 0;
            for (long left = block.Count; left > 0; left--)
                if (!TryEntry(values)) return false;
            if (!EndBlock(block)) return false;
        }

        _json?.WriteEndObject();
        return true;
    }

    private bool TryEntry(AvroType values)
    {
        if (!_bytes.TryLengthAndBytes(out var key)) return false;
        if (!Utf8.IsValid(key)) return _bytes.Fail("a key is not UTF-8");
        _json?.WritePropertyName(key);
        return TryValue(values) || Trace(key);
    }

    /// <summary>A count of items, 0 for the end; a negative one is followed by the bytes that they take.</summary>
    private bool TryBlock(out Block block)
    {
        block = default;
        if (!_bytes.TryLong(out long count)) return false;
        if (count >= 0)
        {
            block = new Block(count, -1);
            return true;
        }

        if (count == long.MinValue) return _bytes.Fail("a block's count has no opposite");
        if (!_bytes.TryLong(out long size)) return false;
        if (size < 0 || size > _bytes.Left) return _bytes.Fail($"a block of {size} bytes is announced, {_bytes.Left} are left");
        block = new Block(-count, _bytes.Position + size);
        return true;
    }

    private bool EndBlock(Block block) =>
        block.End < 0 || block.End == _bytes.Position || _bytes.Fail($"a block should end at byte {block.End}");

    /// <summary>Counts a value that may take no byte, so that few bytes cannot stand for endless values.</summary>
    private bool SpendEmpty() => --_emptyLeft >= 0 || _bytes.Fail("it holds too many values that take no bytes");

    private bool Trace(long index) => Trace(index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private bool Trace(ReadOnlySpan<byte> key) => Trace(System.Text.Encoding.UTF8.GetString(key.Length <= 64 ? key : key[..64]));

    private bool Trace(string step)
    {
        (_trace ??= []).Add(step);
        return false;
    }

    /// <param name="Count">Its items.</param>
    /// <param name="End">Where it says that it ends; -1 if it does not.</param>
    private readonly record struct Block(long Count, long End);
}
