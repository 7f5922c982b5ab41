using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>Makes options that mean the same alike: extensions by their full names, what sets parts of one extension put together, all sorted by name.</summary>
internal sealed class OptionNormaliser(ProtoFile file)
{
    private readonly OptionTypes _types = new(file);
    private readonly Dictionary<ProtoMessage, Dictionary<string, ProtoField>> _fields = [];

    public IReadOnlyList<ProtoOption> Normalise(IReadOnlyList<ProtoOption> options, string scope)
    {
        if (options.Count == 0) return options;
        return
        [
            .. options.Select(option => Resolve(option, scope))
                .OrderBy(each => KeyOf(each.Option), StringComparer.Ordinal)
                .GroupBy(each => KeyOf(each.Option))
                .SelectMany(Merge)
                .Select(option => option with { Value = Sort(option.Value, scope) }),
        ];
    }

    private static string KeyOf(ProtoOption option) => option.Name[0].IsExtension ? option.Name[0].Name : option.NameText;

    /// <summary>An option of a known extension is named in full, and a path behind that becomes part of the value, unless that would nest too deep to be read again.</summary>
    private (ProtoOption Option, ProtoField? Extension) Resolve(ProtoOption option, string scope)
    {
        if (!option.Name[0].IsExtension || _types.Extension(option.Name[0].Name, scope) is not { } field) return (option, null);
        if (option.Name.Count - 1 + DepthOf(option.Value) >= ProtoParser.MaxDepth) return (option, null);
        var value = option.Value;
        foreach (var part in option.Name.Skip(1).Reverse()) value = new OptionValue.Aggregate([new AggregateEntry(part.Name, part.IsExtension, value)]);
        return (option with { Name = [new OptionNamePart(field.ExtensionName!, true)], Value = value }, field);
    }

    private static int DepthOf(OptionValue value) => value switch
    {
        OptionValue.Aggregate aggregate => 1 + aggregate.Entries.Select(entry => DepthOf(entry.Value)).DefaultIfEmpty(0).Max(),
        OptionValue.List list => 1 + list.Items.Select(DepthOf).DefaultIfEmpty(0).Max(),
        _ => 0,
    };

    /// <summary>A singular extension has one value, of which several options may each have set a part.</summary>
    private IEnumerable<ProtoOption> Merge(IEnumerable<(ProtoOption Option, ProtoField? Extension)> same)
    {
        var options = same.ToList();
        if (options.Count == 1 || options.Find(each => each.Extension is { IsRepeated: false }).Extension is not { } field) return options.Select(each => each.Option);
        return [options[0].Option with { Value = Merge(field, [.. options.Select(each => each.Option.Value)]) }];
    }

    /// <summary>Of a singular field the last value counts, of a repeated one all do; messages are put together.</summary>
    private OptionValue Merge(ProtoField? field, IReadOnlyList<OptionValue> values)
    {
        if (values.Count == 1) return values[0];
        if (field is not { IsRepeated: false }) return new OptionValue.List([.. values.SelectMany(OptionValue.ItemsOf)]);
        if (values[^1] is not OptionValue.Aggregate) return values[^1];
        var messages = values.Reverse().TakeWhile(value => value is OptionValue.Aggregate).Reverse().Cast<OptionValue.Aggregate>();
        return new OptionValue.Aggregate(
        [
            .. messages.SelectMany(message => AggregateEntry.Join(message.Entries))
                .GroupBy(entry => entry.Key)
                .Select(entries => entries.First() with { Value = Merge(FieldOf(field.Message, entries.First()), [.. entries.Select(entry => entry.Value)]) }),
        ]);
    }

    private ProtoField? FieldOf(ProtoMessage? type, AggregateEntry entry)
    {
        if (type is null || entry.InBrackets) return null;
        if (!_fields.TryGetValue(type, out var fields))
        {
            fields = new(StringComparer.Ordinal);
            foreach (var field in type.AllFields) fields.TryAdd(field.Name, field);
            _fields[type] = fields;
        }

        return fields.GetValueOrDefault(entry.Name);
    }

    private OptionValue Sort(OptionValue value, string scope) => value switch
    {
        OptionValue.List { Items: [var only] } => Sort(only, scope),
        OptionValue.List list => new OptionValue.List([.. list.Items.Select(item => Sort(item, scope))]),
        OptionValue.Aggregate aggregate => new OptionValue.Aggregate(
        [
            .. AggregateEntry.Join(aggregate.Entries)
                .Where(entry => entry.Value is not OptionValue.List { Items.Count: 0 })
                .Select(entry => entry with { Name = NameOf(entry, scope), Value = Sort(entry.Value, scope) })
                .DistinctBy(entry => entry.Key)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal),
        ]),
        _ => value,
    };

    private string NameOf(AggregateEntry entry, string scope) => entry.InBrackets && _types.Extension(entry.Name, scope) is { } field ? field.ExtensionName! : entry.Name;
}
