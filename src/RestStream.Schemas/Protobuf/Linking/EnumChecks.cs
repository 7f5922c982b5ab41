using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Checks of one enum: its numbers, and what it reserves. The first value of proto3 need not be 0, though protoc wants it: Confluent's registry takes it.</summary>
internal static class EnumChecks
{
    public static void Check(ProtoEnum declared)
    {
        if (declared.Values.Count == 0) throw ProtoTokenizer.Error($"the enum {declared.Name} has no value", declared.Place);
        if (new RangeSet(declared.Reserved.SelectMany(each => each.Ranges)).FirstOverlap() is { } overlap)
            throw ProtoTokenizer.Error($"the range {overlap.First} to {overlap.Last} overlaps another", overlap.Place);
        CheckAliases(declared);
        CheckReserved(declared);
    }

    private static void CheckAliases(ProtoEnum declared)
    {
        var option = declared.Options.Find(each => each.Is("allow_alias"));
        if (option is { Value: not OptionValue.Word { Name: "true" or "false", Negative: false } }) throw ProtoTokenizer.Error("allow_alias is true or false", option.Place);
        if (option is { Value: OptionValue.Word { Name: "true" } }) return;
        HashSet<int> numbers = [];
        var alias = declared.Values.Find(value => !numbers.Add(value.Number));
        if (alias is not null)
            throw ProtoTokenizer.Error($"{alias.Name} has the number {alias.Number} of another value: change it, or set allow_alias", alias.Place);
    }

    private static void CheckReserved(ProtoEnum declared)
    {
        var numbers = MessageChecks.Ranges(declared.Reserved);
        var names = MessageChecks.Names(declared.Reserved);
        foreach (var value in declared.Values)
        {
            if (numbers.Contains(value.Number)) throw ProtoTokenizer.Error($"the number {value.Number} is reserved", value.Place);
            if (names.Contains(value.Name)) throw ProtoTokenizer.Error($"the name \"{value.Name}\" is reserved", value.Place);
        }
    }
}
