using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>
/// Turns options into the bytes of their message. An option whose extension is not known, or whose value does not fit it, is kept as an uninterpreted option:
/// descriptors have a place for those.
/// </summary>
internal sealed class OptionEncoder(OptionTypes types)
{
    private const int Uninterpreted = 999;

    public WireWriter Encode(string typeName, IEnumerable<ProtoOption> options, string scope)
    {
        var message = new OptionMessage(OptionTypes.Find(typeName));
        foreach (var option in options)
        {
            if (!TrySet(message, option, scope)) message.Add(Uninterpreted, writer => writer.Message(Uninterpreted, Raw(option)));
        }

        return message.Write();
    }

    private bool TrySet(OptionMessage message, ProtoOption option, string scope)
    {
        var target = message;
        for (var at = 0; at < option.Name.Count; at++)
        {
            if (Find(target.Type, option.Name[at].Name, option.Name[at].IsExtension, scope) is not { } field) return false;
            if (at == option.Name.Count - 1) return TryAdd(target, field, option.Value, scope);
            if (field.Message is null || field.IsRepeated) return false;
            target = target.Part(field);
        }

        return false;
    }

    private ProtoField? Find(ProtoMessage message, string name, bool isExtension, string scope) => isExtension
        ? types.Extension(message, name, scope)
        : message.AllFields.Find(field => (field.Kind == FieldKind.Group ? field.Message!.Name : field.Name) == name);

    private bool TryAdd(OptionMessage target, ProtoField field, OptionValue value, string scope)
    {
        if (value is OptionValue.List list) return field.IsRepeated && list.Items.All(item => TryAdd(target, field, item, scope));
        if (field.IsMap) return false;
        if (field.Message is null) return TryAddScalar(target, field, value);
        if (value is not OptionValue.Aggregate aggregate) return false;
        var part = new OptionMessage(field.Message);
        if (!aggregate.Entries.All(entry => Find(part.Type, entry.Name, entry.InBrackets, scope) is { } inner && TryAdd(part, inner, entry.Value, scope))) return false;
        target.Add(field, part);
        return true;
    }

    private static bool TryAddScalar(OptionMessage target, ProtoField field, OptionValue value)
    {
        if (ScalarWriter.For(field, value) is not { } write) return false;
        target.Add(field.Number, write);
        return true;
    }

    /// <summary>An UninterpretedOption: name 2 (part 1, is extension 2), then its value as it was written.</summary>
    private static WireWriter Raw(ProtoOption option)
    {
        var raw = new WireWriter();
        foreach (var part in option.Name)
        {
            var name = new WireWriter();
            name.Text(1, part.Name);
            name.Number(2, part.IsExtension ? 1 : 0);
            raw.Message(2, name);
        }

        RawValue(raw, option.Value);
        return raw;
    }

    private static void RawValue(WireWriter raw, OptionValue value)
    {
        switch (value)
        {
            case OptionValue.Word { Negative: false } word: raw.Text(3, word.Name); break;
            case OptionValue.Word word: RawReal(raw, word.Name == "inf" ? double.NegativeInfinity : double.NaN); break;
            case OptionValue.Integer { Negative: false } integer: raw.Number(4, (long)integer.Magnitude); break;
            case OptionValue.Integer integer: raw.Number(5, -(long)integer.Magnitude); break;
            case OptionValue.Real real: RawReal(raw, real.Value); break;
            case OptionValue.Text text: raw.Bytes(7, text.Bytes); break;
            default: raw.Text(8, Text.ProtoPrinter.Print(value)); break;
        }
    }

    private static void RawReal(WireWriter raw, double value)
    {
        raw.Tag(6, WireType.Fixed64);
        raw.Fixed64(BitConverter.DoubleToUInt64Bits(value));
    }
}
