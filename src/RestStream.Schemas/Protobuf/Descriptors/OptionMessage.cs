using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>A message of options while it is put together: options may set its parts one by one.</summary>
internal sealed class OptionMessage(ProtoMessage type)
{
    private readonly SortedDictionary<int, List<Action<WireWriter>>> _values = [];
    private readonly Dictionary<int, OptionMessage> _parts = [];

    public ProtoMessage Type => type;

    public void Add(int number, Action<WireWriter> write)
    {
        if (!_values.TryGetValue(number, out var values)) _values[number] = values = [];
        values.Add(write);
    }

    /// <summary>The message in a singular field, made when it is first asked for.</summary>
    public OptionMessage Part(ProtoField field)
    {
        if (_parts.TryGetValue(field.Number, out var part)) return part;
        part = _parts[field.Number] = new OptionMessage(field.Message!);
        Add(field, part);
        return part;
    }

    /// <summary>A message of its own in a field.</summary>
    public void Add(ProtoField field, OptionMessage part) => Add(field.Number, writer => Write(writer, field, part));

    public WireWriter Write()
    {
        var writer = new WireWriter();
        foreach (var write in _values.Values.SelectMany(values => values)) write(writer);
        return writer;
    }

    private static void Write(WireWriter writer, ProtoField field, OptionMessage part)
    {
        if (field.Kind != FieldKind.Group)
        {
            writer.Message(field.Number, part.Write());
            return;
        }

        writer.Tag(field.Number, WireType.StartGroup);
        writer.Raw(part.Write().Written.Span);
        writer.Tag(field.Number, WireType.EndGroup);
    }
}
