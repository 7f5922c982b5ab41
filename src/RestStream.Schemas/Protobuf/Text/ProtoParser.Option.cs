using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

internal sealed partial class ProtoParser
{
    private ProtoOption OptionStatement()
    {
        Take();
        var option = Option();
        Symbol(';');
        return option;
    }

    /// <summary>The options in brackets behind a field or value, if there are any.</summary>
    private List<ProtoOption> OptionList()
    {
        List<ProtoOption> options = [];
        if (!TrySymbol('[')) return options;
        do options.Add(Option());
        while (TrySymbol(','));
        Symbol(']');
        return options;
    }

    private ProtoOption Option()
    {
        var place = _now.Place;
        List<OptionNamePart> name = [];
        do name.Add(OptionNamePart());
        while (TrySymbol('.'));
        Symbol('=');
        return new ProtoOption(name, Value(0, inAggregate: false), place);
    }

    private OptionNamePart OptionNamePart()
    {
        if (!TrySymbol('(')) return new OptionNamePart(Name(), false);
        var name = TypeName();
        Symbol(')');
        return new OptionNamePart(name, true);
    }

    private OptionValue Value(int depth, bool inAggregate)
    {
        CheckDepth(depth);
        if (_now.Kind == ProtoTokenKind.Text) return new OptionValue.Text(Bytes());
        if (TrySymbol('{')) return Aggregate('}', depth + 1);
        if (inAggregate && TrySymbol('<')) return Aggregate('>', depth + 1);
        if (inAggregate && TrySymbol('[')) return ValueList(depth + 1);
        return Scalar();
    }

    private OptionValue Scalar()
    {
        var negative = TrySymbol('-');
        if (!negative) TrySymbol('+');
        var token = _now.Kind is ProtoTokenKind.Name or ProtoTokenKind.Integer or ProtoTokenKind.Real ? Take() : throw Error($"expected a value, not {_now}");
        var spelling = negative ? "-" + token.Text : token.Text;
        return token.Kind switch
        {
            ProtoTokenKind.Name => new OptionValue.Word(token.Text, negative),
            ProtoTokenKind.Integer => new OptionValue.Integer(token.Integer, negative) { Spelling = spelling },
            _ when double.IsInfinity(token.Real) => new OptionValue.Word("inf", negative),
            _ => new OptionValue.Real(negative ? -token.Real : token.Real) { Spelling = spelling },
        };
    }

    private OptionValue.List ValueList(int depth)
    {
        List<OptionValue> items = [];
        if (TrySymbol(']')) return new OptionValue.List(items);
        do items.Add(Value(depth, inAggregate: true));
        while (TrySymbol(','));
        Symbol(']');
        return new OptionValue.List(items);
    }

    private OptionValue.Aggregate Aggregate(char close, int depth)
    {
        List<AggregateEntry> entries = [];
        while (!TrySymbol(close))
        {
            entries.Add(AggregateEntry(depth));
            if (!TrySymbol(',')) TrySymbol(';');
        }

        return new OptionValue.Aggregate(entries);
    }

    private AggregateEntry AggregateEntry(int depth)
    {
        var inBrackets = TrySymbol('[');
        var name = inBrackets ? BracketName() : Name();
        if (inBrackets) Symbol(']');
        var hasColon = TrySymbol(':');
        if (!hasColon && !_now.IsSymbol('{') && !_now.IsSymbol('<') && !_now.IsSymbol('[')) throw Error($"expected ':', not {_now}");
        return new AggregateEntry(name, inBrackets, Value(depth, inAggregate: true));
    }

    private string BracketName()
    {
        var name = FullName();
        return TrySymbol('/') ? name + "/" + FullName() : name;
    }
}
