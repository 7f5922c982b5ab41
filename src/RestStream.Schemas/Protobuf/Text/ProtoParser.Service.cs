using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

internal sealed partial class ProtoParser
{
    private ProtoService Service()
    {
        Take();
        var place = _now.Place;
        var service = new ProtoService(Name(), place);
        Symbol('{');
        while (!TrySymbol('}'))
        {
            if (TrySymbol(';')) continue;
            if (_now.IsName("option")) service.Options.Add(OptionStatement());
            else if (_now.IsName("rpc")) service.Methods.Add(Method());
            else throw Error($"expected rpc or option, not {_now}");
        }

        return service;
    }

    private ProtoMethod Method()
    {
        Take();
        var place = _now.Place;
        var method = new ProtoMethod(Name(), place);
        (method.InputName, method.ClientStreams) = MethodType();
        if (!TryName("returns")) throw Error($"expected 'returns', not {_now}");
        (method.OutputName, method.ServerStreams) = MethodType();
        if (TrySymbol(';')) return method;
        Symbol('{');
        while (!TrySymbol('}'))
        {
            if (TrySymbol(';')) continue;
            if (!_now.IsName("option")) throw Error($"expected option, not {_now}");
            method.Options.Add(OptionStatement());
        }

        return method;
    }

    private (string Name, bool Streams) MethodType()
    {
        Symbol('(');
        var streams = _now.IsName("stream") && !_next.IsSymbol(')');
        if (streams) Take();
        var name = TypeName();
        Symbol(')');
        return (name, streams);
    }
}
