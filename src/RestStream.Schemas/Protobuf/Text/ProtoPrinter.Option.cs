using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

internal sealed partial class ProtoPrinter
{
    /// <summary>One value alone, as in text format.</summary>
    public static string Print(OptionValue value)
    {
        var printer = new ProtoPrinter(PrintForm.Stored, null);
        printer.Value(value);
        return printer._text.ToString();
    }

    private void OptionLine(ProtoOption option)
    {
        Indent().Append("option ");
        Option(option);
        _text.Append(";\n");
    }

    /// <summary>The options that are written, in their order.</summary>
    private IReadOnlyList<ProtoOption> Options(IReadOnlyList<ProtoOption> options) => _form switch
    {
        PrintForm.Normalised => _options!.Normalise(options, _scope),
        PrintForm.WithoutExtensions => [.. options.Where(option => !option.Name[0].IsExtension || option.Name[0].Name.StartsWith("confluent.", StringComparison.Ordinal))],
        _ => options,
    };

    /// <summary>One option stands on the line of what it belongs to, several on lines of their own.</summary>
    private void OptionList(IReadOnlyList<ProtoOption> declared)
    {
        var options = Options(declared);
        if (options.Count == 0) return;
        _text.Append(" [");
        if (options.Count == 1) Option(options[0]);
        else OptionLines(options);
        _text.Append(']');
    }

    private void OptionLines(IReadOnlyList<ProtoOption> options)
    {
        _depth++;
        for (var at = 0; at < options.Count; at++)
        {
            _text.Append(at == 0 ? "\n" : ",\n");
            Indent();
            Option(options[at]);
        }

        _depth--;
        _text.Append('\n');
        Indent();
    }

    private void Option(ProtoOption option)
    {
        _text.Append(option.NameText).Append(" = ");
        Value(option.Value);
    }

    private void Value(OptionValue value)
    {
        switch (value)
        {
            case OptionValue.Word word: _text.Append(word.Negative ? "-" : "").Append(word.Name); break;
            case OptionValue.Number { Spelling: { } spelling } when !IsNormalised: _text.Append(spelling); break;
            case OptionValue.Integer integer: _text.Append(integer.Negative ? "-" : "").Append(integer.Magnitude); break;
            case OptionValue.Real real: _text.Append(ProtoLiteral.Write(real.Value)); break;
            case OptionValue.Text text: _text.Append(ProtoLiteral.Write(text.Bytes)); break;
            case OptionValue.List list: Items('[', list.Items, Value, ']'); break;
            case OptionValue.Aggregate aggregate: Items('{', AggregateEntry.Join(aggregate.Entries), Entry, '}'); break;
        }
    }

    private void Entry(AggregateEntry entry)
    {
        _text.Append(entry.Key).Append(": ");
        Value(entry.Value);
    }

    private void Items<T>(char open, IReadOnlyList<T> items, Action<T> write, char close)
    {
        _text.Append(open);
        _depth++;
        for (var at = 0; at < items.Count; at++)
        {
            _text.Append(at == 0 ? "\n" : ",\n");
            Indent();
            write(items[at]);
        }

        _depth--;
        _text.Append('\n');
        Indent().Append(close);
    }
}
