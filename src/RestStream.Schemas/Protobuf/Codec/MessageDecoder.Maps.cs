using System.Globalization;
using System.Text;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

internal ref partial struct MessageDecoder
{
    private bool Map(FieldPlan field, int from, int to, int depth)
    {
        _json?.WritePropertyName(field.JsonName);
        return Entries(field, from, to, depth);
    }

    /// <summary>Writes an object of a map's entries; of those with one key the last counts.</summary>
    private bool Entries(FieldPlan field, int from, int to, int depth)
    {
        var keys = new string?[to - from];
        Dictionary<string, int> last = new(StringComparer.Ordinal);
        for (var at = from; at < to; at++)
        {
            if (!TryKey(field, _found[at], out var key)) return false;
            keys[at - from] = key;
            if (key is not null) last[key] = at;
        }

        _json?.WriteStartObject();
        for (var at = from; at < to; at++)
        {
            if (keys[at - from] is { } key && last[key] == at && !Entry(field, _found[at], key, depth)) return false;
        }

        _json?.WriteEndObject();
        return true;
    }

    /// <summary>Reads an entry's key; null when its value is a number that a closed enum does not name, which drops the entry.</summary>
    private bool TryKey(FieldPlan field, Occurrence entry, out string? key)
    {
        key = null;
        var first = _found.Count;
        if (!Scan(field.Entry!, entry.Start, entry.Length)) return false;
        var plan = field.Entry!.Fields[0];
        var isWhole = KeyText(plan, Last(0, first, _found.Count), out var text);
        var value = Last(1, first, _found.Count);
        if (value is null || IsKnown(field.Entry.Fields[1], value.Value)) key = text;
        _found.RemoveRange(first, _found.Count - first);
        return isWhole;
    }

    private bool KeyText(FieldPlan plan, Occurrence? found, out string text)
    {
        text = "";
        if (plan.Kind == FieldKind.String)
        {
            if (found is not { } value) return true;
            text = Encoding.UTF8.GetString(Span(value));
            return !plan.IsUtf8 || System.Text.Unicode.Utf8.IsValid(Span(value)) || Fail("A key of a map is not UTF-8.");
        }

        var bits = found is { } number ? Bits(number) : 0;
        text = plan.Kind switch
        {
            FieldKind.Bool => bits != 0 ? "true" : "false",
            FieldKind.UInt64 or FieldKind.Fixed64 => bits.ToString(CultureInfo.InvariantCulture),
            _ => Signed(plan.Kind, bits).ToString(CultureInfo.InvariantCulture),
        };
        return true;
    }

    private bool Entry(FieldPlan field, Occurrence entry, string key, int depth)
    {
        _json?.WritePropertyName(key);
        var first = _found.Count;
        if (!Scan(field.Entry!, entry.Start, entry.Length)) return false;
        Order(first);
        var from = first;
        while (from < _found.Count && _found[from].Ordinal == 0) from++;
        var isWhole = EntryValue(field.Entry!.Fields[1], from, _found.Count, depth);
        _found.RemoveRange(first, _found.Count - first);
        return isWhole;
    }

    private bool EntryValue(FieldPlan value, int from, int to, int depth)
    {
        if (FieldKinds.IsMessage(value.Kind)) return Part(value.Message, from, to, depth);
        if (to > from) return Scalar(value, _found[to - 1]);
        Default(value);
        return true;
    }

    /// <summary>Writes what a field is that did not come.</summary>
    private readonly void Default(FieldPlan field)
    {
        if (_json is null) return;
        if (field.Kind is FieldKind.String or FieldKind.Bytes) _json.WriteStringValue("");
        else Number(field, field.Enum is null ? 0 : (ulong)field.Enum.Default);
    }
}
