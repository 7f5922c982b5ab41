using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

internal sealed partial class ProtoParser
{
    private ProtoEnum Enum()
    {
        Take();
        var place = _now.Place;
        var result = new ProtoEnum(Name(), place);
        Symbol('{');
        while (!TrySymbol('}'))
        {
            if (TrySymbol(';')) continue;
            if (_now.IsName("option") && !_next.IsSymbol('=')) result.Options.Add(OptionStatement());
            else if (_now.IsName("reserved") && !_next.IsSymbol('=')) result.Reserved.Add(Reserved(int.MinValue, int.MaxValue));
            else result.Values.Add(EnumValue());
        }

        return result;
    }

    private ProtoEnumValue EnumValue()
    {
        var place = _now.Place;
        var name = Name();
        Symbol('=');
        var number = Integer(int.MinValue, int.MaxValue, "an enum's number");
        var options = OptionList();
        Symbol(';');
        return new ProtoEnumValue(name, number, options, place);
    }
}
