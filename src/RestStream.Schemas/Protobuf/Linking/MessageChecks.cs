using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Checks of one message: its numbers, its names, what it reserves.</summary>
internal static class MessageChecks
{
    private static readonly ProtoRange Implementation = new(19_000, 19_999, default);

    public static void Check(ProtoMessage message)
    {
        if (message.ExtensionRanges.Count > 0 && message.File.Syntax == ProtoSyntax.Proto3) throw ProtoTokenizer.Error("proto3 has no extension ranges", message.Place);
        if (!message.IsMapEntry && message.Options.Find(option => option.Is("map_entry")) is { } entry) throw ProtoTokenizer.Error("map_entry is not set by hand: write map<key, value>", entry.Place);
        var reserved = Ranges(message.Reserved);
        var extensions = new RangeSet(message.ExtensionRanges.SelectMany(each => each.Ranges));
        var all = new RangeSet(message.Reserved.SelectMany(each => each.Ranges).Concat(message.ExtensionRanges.SelectMany(each => each.Ranges)));
        if (all.FirstOverlap() is { } overlap) throw ProtoTokenizer.Error($"the range {overlap.First} to {overlap.Last} overlaps another", overlap.Place);
        if (message.Oneofs.Find(oneof => oneof.Fields.Count == 0) is { } empty) throw ProtoTokenizer.Error($"the oneof {empty.Name} has no field", empty.Place);
        CheckNumbers(message, reserved, extensions);
        CheckReservedNames(message);
        CheckJsonNames(message);
        foreach (var field in message.AllFields) FieldChecks.Check(field, message.File.Syntax);
    }

    public static RangeSet Ranges(IEnumerable<ProtoReserved> reserved) => new(reserved.SelectMany(each => each.Ranges));

    /// <summary>The names that are reserved.</summary>
    public static HashSet<string> Names(IEnumerable<ProtoReserved> reserved)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var statement in reserved)
        {
            var twice = statement.Names.FirstOrDefault(name => !names.Add(name));
            if (twice is not null) throw ProtoTokenizer.Error($"the name \"{twice}\" is reserved twice", statement.Place);
        }

        return names;
    }

    private static void CheckNumbers(ProtoMessage message, RangeSet reserved, RangeSet extensions)
    {
        Dictionary<int, string> numbers = [];
        foreach (var field in message.AllFields)
        {
            if (!numbers.TryAdd(field.Number, field.Name)) throw ProtoTokenizer.Error($"{numbers[field.Number]} has the number {field.Number} already", field.Place);
            if (Implementation.Contains(field.Number)) throw ProtoTokenizer.Error("the numbers 19000 to 19999 are protobuf's own", field.Place);
            if (reserved.Contains(field.Number)) throw ProtoTokenizer.Error($"the number {field.Number} is reserved", field.Place);
            if (extensions.Contains(field.Number)) throw ProtoTokenizer.Error($"the number {field.Number} is kept for extensions", field.Place);
        }
    }

    private static void CheckReservedNames(ProtoMessage message)
    {
        var names = Names(message.Reserved);
        var used = message.AllFields.Find(field => names.Contains(field.Name));
        if (used is not null) throw ProtoTokenizer.Error($"the name \"{used.Name}\" is reserved", used.Place);
    }

    /// <summary>Two members of one JSON object cannot have one name. proto2 leaves that to who states names.</summary>
    private static void CheckJsonNames(ProtoMessage message)
    {
        Dictionary<string, ProtoField> names = new(StringComparer.Ordinal);
        foreach (var field in message.AllFields)
        {
            if (names.TryAdd(field.JsonName, field)) continue;
            var other = names[field.JsonName];
            if (message.File.Syntax == ProtoSyntax.Proto3 || (field.StatedJsonName is not null && other.StatedJsonName is not null))
                throw ProtoTokenizer.Error($"{field.Name} and {other.Name} have the same name in JSON, \"{field.JsonName}\"", field.Place);
        }
    }
}
