using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>Makes options that mean the same alike: extensions by their full names, what sets parts of one extension put together, all sorted by name.</summary>
internal sealed class OptionNormaliser(ProtoFile file)
{
    private readonly OptionTypes _types = new(file);

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

    /// <summary>An option of a known extension is named in full, and a path behind that becomes part of the value.</summary>
    private (ProtoOption Option, ProtoField? Extension) Resolve(ProtoOption option, string scope)
    {
        if (!option.Name[0].IsExtension || _types.Extension(option.Name[0].Name, scope) is not { } field) return (option, null);
        var value = option.Value;
        foreach (var part in option.Name.Skip(1).Reverse()) value = new OptionValue.Aggregate([new AggregateEntry(part.Name, part.IsExtension, value)]);
        return (option with { Name = [new OptionNamePart(field.ExtensionName!, true)], Value = value }, field);
    }

    /// <summary>A singular extension has one value, of which several options may each have set a part.</summary>
    private static IEnumerable<ProtoOption> Merge(IEnumerable<(ProtoOption Option, ProtoField? Extension)> same)
    {
        var options = same.ToList();
        if (options.Count == 1 || options[0].Extension is not { IsRepeated: false } field) return options.Select(each => each.Option);
        var value = options.Select(each => each.Option.Value).Aggregate((first, next) => Merge(field, first, next));
        return [options[0].Option with { Value = value }];
    }

    /// <summary>Of a singular field the later value counts, of a repeated one all do; messages are put together.</summary>
    private static OptionValue Merge(ProtoField? field, OptionValue first, OptionValue next)
    {
        if (field is { IsRepeated: false })
            return first is OptionValue.Aggregate one && next is OptionValue.Aggregate other ? Merge(field.Message, one, other) : next;
        return new OptionValue.List([.. OptionValue.ItemsOf(first), .. OptionValue.ItemsOf(next)]);
    }

    private static OptionValue.Aggregate Merge(ProtoMessage? type, OptionValue.Aggregate first, OptionValue.Aggregate next)
    {
        var merged = AggregateEntry.Join(first.Entries).ToList();
        foreach (var entry in AggregateEntry.Join(next.Entries))
        {
            var at = merged.FindIndex(each => each.Key == entry.Key);
            if (at < 0) merged.Add(entry);
            else merged[at] = entry with { Value = Merge(type?.AllFields.Find(field => field.Name == entry.Name), merged[at].Value, entry.Value) };
        }

        return new OptionValue.Aggregate(merged);
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
