using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

internal sealed partial class ProtoParser
{
    private ProtoMessage Message(int depth)
    {
        Take();
        var place = _now.Place;
        var message = new ProtoMessage(Name(), place);
        MessageBody(message, depth + 1);
        return message;
    }

    private void MessageBody(ProtoMessage message, int depth)
    {
        CheckDepth(depth);
        Symbol('{');
        while (!TrySymbol('}')) MessageStatement(message, depth);
    }

    private void MessageStatement(ProtoMessage message, int depth)
    {
        if (TrySymbol(';')) return;
        switch (_now.Kind == ProtoTokenKind.Name ? _now.Text : "")
        {
            case "message": message.Types.Add(Message(depth)); break;
            case "enum": message.Types.Add(Enum()); break;
            case "extend": message.Extends.Add(Extend(message.Types, depth)); break;
            case "extensions": message.ExtensionRanges.Add(Extensions()); break;
            case "reserved": message.Reserved.Add(Reserved(1, ProtoRange.MaxFieldNumber)); break;
            case "option": message.Options.Add(OptionStatement()); break;
            case "oneof": Oneof(message, depth); break;
            default: AddField(message, Field(message.Types, null, depth)); break;
        }
    }

    private static void AddField(ProtoMessage message, ProtoField field)
    {
        message.Fields.Add(field);
        message.AllFields.Add(field);
    }

    private void Oneof(ProtoMessage message, int depth)
    {
        Take();
        var place = _now.Place;
        var oneof = new ProtoOneof(Name(), place);
        Symbol('{');
        while (!TrySymbol('}'))
        {
            if (TrySymbol(';')) continue;
            if (_now.IsName("option")) oneof.Options.Add(OptionStatement());
            else oneof.Fields.Add(Field(message.Types, oneof, depth));
        }

        message.Oneofs.Add(oneof);
        message.AllFields.AddRange(oneof.Fields);
    }

    private ProtoExtend Extend(List<ProtoType> scope, int depth)
    {
        Take();
        var place = _now.Place;
        var extend = new ProtoExtend(TypeName(), place);
        Symbol('{');
        while (!TrySymbol('}'))
        {
            if (!TrySymbol(';')) extend.Fields.Add(Field(scope, null, depth));
        }

        return extend;
    }

    private ProtoExtensionRange Extensions()
    {
        Take();
        var ranges = Ranges(1, ProtoRange.MaxFieldNumber);
        var options = OptionList();
        Symbol(';');
        return new ProtoExtensionRange(ranges, options);
    }

    private ProtoReserved Reserved(int least, int greatest)
    {
        var place = Take().Place;
        List<ProtoReservedItem> items = [];
        do items.Add(_now.Kind == ProtoTokenKind.Text ? new ProtoReservedItem(null, Text()) : new ProtoReservedItem(Range(least, greatest), null));
        while (TrySymbol(','));
        Symbol(';');
        return new ProtoReserved(items, place);
    }

    private List<ProtoRange> Ranges(int least, int greatest)
    {
        List<ProtoRange> ranges = [];
        do ranges.Add(Range(least, greatest));
        while (TrySymbol(','));
        return ranges;
    }

    private ProtoRange Range(int least, int greatest)
    {
        var place = _now.Place;
        var first = Integer(least, greatest, "a number of the range");
        var hasEnd = TryName("to");
        var last = !hasEnd ? first : TryName("max") ? greatest : Integer(least, greatest, "the end of the range");
        if (last < first) throw ProtoTokenizer.Error($"the range {first} to {last} ends before it begins", place);
        return new ProtoRange(first, last, place) { HasEnd = hasEnd };
    }
}
