using System.Text;
using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

internal sealed partial class PatternReader
{
    private PatternNode ReadGroup(int start)
    {
        if (!TryTake('?')) return ReadCapture(start, name: null);
        if (TryTake(':')) return ReadBody(start);
        if (TryTake('=')) return new PatternNode.Look(ReadBody(start), IsBehind: false, IsNegative: false);
        if (TryTake('!')) return new PatternNode.Look(ReadBody(start), IsBehind: false, IsNegative: true);
        if (TryTake("<=")) return new PatternNode.Look(ReadBody(start), IsBehind: true, IsNegative: false);
        if (TryTake("<!")) return new PatternNode.Look(ReadBody(start), IsBehind: true, IsNegative: true);
        if (TryTake('<')) return ReadCapture(start, ReadName(start));
        return ReadFlagGroup(start);
    }

    private PatternNode.Group ReadCapture(int start, string? name)
    {
        var number = ++_groupCount;
        if (name is not null && !_names.TryAdd(name, number)) throw Wrong(start, $"there is a group named {name} already");
        return new PatternNode.Group(ReadBody(start), number);
    }

    private PatternNode ReadBody(int start)
    {
        var body = ReadChoice();
        return TryTake(')') ? body : throw Wrong(start, "a group is not closed");
    }

    private PatternNode ReadFlagGroup(int start)
    {
        var kept = _flags;
        var added = ReadFlags(start, PatternFlags.None);
        var removed = PatternFlags.None;
        if (TryTake('-'))
        {
            removed = ReadFlags(start, added);
            if ((added | removed) == PatternFlags.None) throw NoGroup(start);
        }

        if (!TryTake(':')) throw NoGroup(start);
        _flags = (_flags | added) & ~removed;
        var body = ReadBody(start);
        _flags = kept;
        return body;
    }

    private PatternFlags ReadFlags(int start, PatternFlags taken)
    {
        var flags = PatternFlags.None;
        while (!AtEnd && _text[_at] is 'i' or 'm' or 's')
        {
            var flag = _text[_at++] switch { 'i' => PatternFlags.IgnoreCase, 'm' => PatternFlags.Multiline, _ => PatternFlags.DotAll };
            if (((flags | taken) & flag) != 0) throw NoGroup(start);
            flags |= flag;
        }

        return flags;
    }

    private static SchemaException NoGroup(int start) => Wrong(start, "'(?' begins no group that is known: (?:…), (?=…), (?!…), (?<=…), (?<!…), (?<name>…) or (?i:…)");

    /// <summary>A name up to and with its '>'.</summary>
    private string ReadName(int start)
    {
        var name = new StringBuilder();
        while (!TryTake('>'))
        {
            if (AtEnd) throw Wrong(start, "the name of a group is not closed by '>'");
            var at = _at;
            var point = TryTake('\\') ? ReadNameEscape(at) : ReadCodePoint(_at);
            if (!IsNamePoint(point, isFirst: name.Length == 0)) throw Wrong(at, "this cannot stand in the name of a group");
            name.Append(char.ConvertFromUtf32(point));
        }

        return name.Length > 0 ? name.ToString() : throw Wrong(start, "a group has an empty name");
    }

    private int ReadNameEscape(int start) => TryTake('u') ? ReadUnicodeEscape(start) : throw Wrong(start, "only \\u escapes stand in the name of a group");

    private static bool IsNamePoint(int point, bool isFirst) =>
        point is '$' or '_' || (Rune.IsValid(point) && UnicodeTables.Get("bin", isFirst ? "ID_Start" : "ID_Continue").Contains(point))
        || (!isFirst && point is 0x200C or 0x200D);
}
