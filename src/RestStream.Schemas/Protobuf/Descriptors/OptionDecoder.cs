using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>Turns the bytes of a message of options back into options.</summary>
internal static class OptionDecoder
{
    private const int MaxDepth = 32;

    /// <summary>What descriptor.proto itself declares.</summary>
    public static IEnumerable<ProtoOption> Known(ProtoMessage type, ReadOnlyMemory<byte> bytes) =>
        Read(type, bytes, number => type.AllFields.Find(field => field.Number == number && field.Number != 999), null);

    /// <summary>What the files that a schema imports declare; what none declares is left out.</summary>
    public static IEnumerable<ProtoOption> Extensions(ProtoMessage type, ReadOnlyMemory<byte> bytes, OptionTypes types) =>
        Read(type, bytes, number => types.Extension(type, number), types);

    private static IEnumerable<ProtoOption> Read(ProtoMessage type, ReadOnlyMemory<byte> bytes, Func<int, ProtoField?> find, OptionTypes? types)
    {
        foreach (var wire in WireField.ReadAll(bytes))
        {
            if (find(wire.Number) is not { IsMap: false } field) continue;
            var name = new OptionNamePart(field.ExtensionName is { } extension ? "." + extension : field.Name, field.ExtensionName is not null);
            foreach (var value in Values(field, wire, types, 0)) yield return new ProtoOption([name], value, default);
        }
    }

    /// <summary>The values in a field: one, or those of a packed array.</summary>
    private static List<OptionValue> Values(ProtoField field, WireField wire, OptionTypes? types, int depth)
    {
        if (FieldKinds.CanBePacked(field.Kind)) return wire.Type == WireType.Bytes ? Packed(field, wire.Bytes) : [Number(field, wire.Bits)];
        if (wire.Type != WireType.Bytes) return [];
        return field.Kind == FieldKind.Message ? [Aggregate(field.Message!, wire.Bytes, types, depth + 1)] : [new OptionValue.Text(wire.Bytes.ToArray())];
    }

    private static List<OptionValue> Packed(ProtoField field, ReadOnlyMemory<byte> bytes)
    {
        List<OptionValue> values = [];
        var reader = new WireReader(bytes.Span);
        while (!reader.IsAtEnd)
        {
            if (!TryBits(ref reader, field.Kind, out var bits)) throw new FormatException("A packed array is cut off.");
            values.Add(Number(field, bits));
        }

        return values;
    }

    private static bool TryBits(ref WireReader reader, FieldKind kind, out ulong bits)
    {
        if (WireTypes.Of(kind) != WireType.Fixed32) return WireTypes.Of(kind) == WireType.Varint ? reader.TryVarint(out bits) : reader.TryFixed64(out bits);
        var isWhole = reader.TryFixed32(out var small);
        bits = small;
        return isWhole;
    }

    private static OptionValue.Aggregate Aggregate(ProtoMessage type, ReadOnlyMemory<byte> bytes, OptionTypes? types, int depth)
    {
        if (depth > MaxDepth) throw new FormatException("The value of an option nests too deep.");
        List<AggregateEntry> entries = [];
        foreach (var wire in WireField.ReadAll(bytes))
        {
            var field = type.AllFields.Find(each => each.Number == wire.Number) ?? types?.Extension(type, wire.Number);
            if (field is null || field.IsMap) continue;
            entries.AddRange(Values(field, wire, types, depth).Select(value => new AggregateEntry(field.ExtensionName ?? field.Name, field.ExtensionName is not null, value)));
        }

        return new OptionValue.Aggregate(entries);
    }

    private static OptionValue Number(ProtoField field, ulong bits) => field.Kind switch
    {
        FieldKind.Bool => new OptionValue.Word(bits == 0 ? "false" : "true"),
        FieldKind.Enum when field.Enum!.Values.Find(value => value.Number == (int)bits) is { } value => new OptionValue.Word(value.Name),
        FieldKind.Float => Real(BitConverter.UInt32BitsToSingle((uint)bits)),
        FieldKind.Double => Real(BitConverter.UInt64BitsToDouble(bits)),
        FieldKind.UInt32 or FieldKind.Fixed32 => Signed((uint)bits),
        FieldKind.UInt64 or FieldKind.Fixed64 => new OptionValue.Integer(bits, false),
        FieldKind.SInt32 or FieldKind.SInt64 => Signed((long)(bits >> 1) ^ -(long)(bits & 1)),
        FieldKind.SFixed32 => Signed((int)bits),
        _ => Signed((long)bits),
    };

    private static OptionValue.Integer Signed(long value) => new(value < 0 ? 0 - (ulong)value : (ulong)value, value < 0);

    private static OptionValue Real(double value) =>
        double.IsFinite(value) ? new OptionValue.Real(value) : new OptionValue.Word(double.IsNaN(value) ? "nan" : "inf", double.IsNegativeInfinity(value));
}
