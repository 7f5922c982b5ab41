using System.Text.Json;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>
/// Reads a message and writes it as JSON. Fields may come in any order and more than once, so each message is first scanned for where its fields lie, then written in the
/// order of numbers. A singular message that comes in pieces is the pieces one after the other: a message here is a list of segments, nothing is merged or copied.
/// A level is scanned once and what is in it is skipped by its length, so the work grows with the bytes alone.
/// </summary>
internal ref partial struct MessageDecoder
{
    private const int MaxDepth = 100;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Utf8JsonWriter? _json;
    private readonly CodecTypes _types;

    // Stacks: a message pushes what it finds, and takes it off when it is done.
    private readonly List<Occurrence> _found;
    private readonly List<(int Start, int Length)> _segments;

    public MessageDecoder(ReadOnlySpan<byte> bytes, Utf8JsonWriter? json, CodecTypes types, DecodeScratch scratch)
    {
        _found = scratch.Found;
        _segments = scratch.Segments;
        _bytes = bytes;
        _json = json;
        _types = types;
    }

    /// <summary>What is wrong, after false.</summary>
    public string? Problem { get; private set; }

    public bool Decode(MessagePlan plan)
    {
        _segments.Add((0, _bytes.Length));
        return Message(plan, 0, 1);
    }

    private readonly bool IsJsonTooLarge => _json is not null && _json.BytesCommitted + _json.BytesPending > ProtobufLimits.MaxJsonBytes;

    private bool Fail(string problem)
    {
        Problem ??= problem;
        return false;
    }

    /// <summary>Reads the message in the segments from <paramref name="segment"/> on, and takes them off.</summary>
    private bool Message(MessagePlan plan, int segment, int depth)
    {
        if (depth > MaxDepth) return Fail($"Messages nest more than {MaxDepth} deep.");
        if (IsJsonTooLarge) return Fail("The message is too large as JSON.");
        var first = _found.Count;
        if (!Scan(plan, segment)) return false;
        var isWhole = HasRequired(plan, first) && Write(plan, first, _found.Count, depth);
        _found.RemoveRange(first, _found.Count - first);
        _segments.RemoveRange(segment, _segments.Count - segment);
        return isWhole;
    }

    private bool Scan(MessagePlan plan, int segment)
    {
        var first = _found.Count;
        for (var at = segment; at < _segments.Count; at++)
        {
            if (!Scan(plan, _segments[at].Start, _segments[at].Length)) return false;
        }

        if (plan.OneofCount > 0) KeepLastOfOneofs(plan, first);
        Order(first);
        return true;
    }

    private bool Scan(MessagePlan plan, int start, int length)
    {
        var reader = new WireReader(_bytes.Slice(start, length));
        while (!reader.IsAtEnd)
        {
            if (!reader.TryTag(out var number, out var type)) return Fail($"There is a broken tag at byte {start + reader.LastTagAt} of the message, in {plan.Name}.");
            var value = reader.At;
            ReadOnlySpan<byte> bytes = default;
            if (type == WireType.Bytes ? !reader.TryBytes(out bytes) : !reader.TrySkip(number, type)) return Fail($"The field {number} of {plan.Name} is cut off.");
            var ordinal = plan.OrdinalOf(number);
            if (ordinal < 0) continue;
            if (!plan.Fields[ordinal].Accepts(type)) return Fail($"The field {plan.Fields[ordinal].Name} ({number}) of {plan.Name} has the wire type {type}: it was written by another schema.");
            _found.Add(type switch
            {
                WireType.Bytes => new Occurrence(ordinal, type, start + reader.At - bytes.Length, bytes.Length),
                WireType.StartGroup => new Occurrence(ordinal, type, start + value, reader.LastTagAt - value),
                _ => new Occurrence(ordinal, type, start + value, reader.At - value),
            });
        }

        return true;
    }

    /// <summary>Of a oneof the member that came last counts, and of it what came after any other member.</summary>
    private readonly void KeepLastOfOneofs(MessagePlan plan, int first)
    {
        Span<int> last = plan.OneofCount <= 64 ? stackalloc int[plan.OneofCount] : new int[plan.OneofCount];
        last.Fill(-1);
        for (var at = _found.Count - 1; at >= first; at--)
        {
            var oneof = plan.Fields[_found[at].Ordinal].Oneof;
            if (oneof < 0) continue;
            if (last[oneof] == -1) last[oneof] = _found[at].Ordinal;
            else if (last[oneof] != _found[at].Ordinal) last[oneof] = int.MaxValue;
            if (last[oneof] == int.MaxValue) _found[at] = _found[at] with { Ordinal = -1 };
        }
    }

    /// <summary>Brings fields into the order of the plan, each one's values in the order in which they came. Writers mostly have them so.</summary>
    private readonly void Order(int first)
    {
        for (var at = first + 1; at < _found.Count; at++)
        {
            if (_found[at].Ordinal >= _found[at - 1].Ordinal) continue;
            _found.Sort(first, _found.Count - first, null);
            return;
        }
    }

    /// <summary>One walk over both, which are sorted alike.</summary>
    private bool HasRequired(MessagePlan plan, int first)
    {
        var at = first;
        foreach (var ordinal in plan.Required)
        {
            while (at < _found.Count && _found[at].Ordinal < ordinal) at++;
            if (at == _found.Count || _found[at].Ordinal != ordinal) return Fail($"The required field {plan.Fields[ordinal].Name} of {plan.Name} is missing.");
        }

        return true;
    }

    /// <summary>The last occurrence of a field; null when it did not come.</summary>
    private readonly Occurrence? Last(int ordinal, int from, int to)
    {
        for (var at = to - 1; at >= from; at--)
        {
            if (_found[at].Ordinal == ordinal) return _found[at];
        }

        return null;
    }

    private bool Write(MessagePlan plan, int from, int to, int depth)
    {
        if (plan.WellKnown != WellKnownType.None) return WellKnown(plan, from, to, depth);
        _json?.WriteStartObject();
        if (!Fields(plan, from, to, depth)) return false;
        _json?.WriteEndObject();
        return true;
    }

    private bool Fields(MessagePlan plan, int from, int to, int depth)
    {
        for (var at = from; at < to;)
        {
            var end = at + 1;
            while (end < to && _found[end].Ordinal == _found[at].Ordinal) end++;
            if (_found[at].Ordinal >= 0 && !Field(plan.Fields[_found[at].Ordinal], at, end, depth)) return false;
            at = end;
        }

        return true;
    }

    private bool Field(FieldPlan field, int from, int to, int depth)
    {
        if (field.Entry is not null) return Map(field, from, to, depth);
        if (field.IsRepeated) return Repeated(field, from, to, depth);
        if (field.Wire is not (WireType.Bytes or WireType.StartGroup) || field.Kind is Model.FieldKind.String or Model.FieldKind.Bytes) return Singular(field, from, to);
        _json?.WritePropertyName(field.JsonName);
        return Part(field.Message, from, to, depth);
    }

    /// <summary>Reads the message of which these occurrences are the pieces.</summary>
    private bool Part(MessagePlan plan, int from, int to, int depth)
    {
        var segment = _segments.Count;
        for (var at = from; at < to; at++) _segments.Add((_found[at].Start, _found[at].Length));
        return Message(plan, segment, depth + 1);
    }

    private bool Singular(FieldPlan field, int from, int to)
    {
        var last = to - 1;
        while (last >= from && !IsKnown(field, _found[last])) last--;
        if (last < from || (!field.HasPresence && IsDefault(field, _found[last]))) return true;
        _json?.WritePropertyName(field.JsonName);
        return Scalar(field, _found[last]);
    }

    private bool Repeated(FieldPlan field, int from, int to, int depth)
    {
        var isOpen = false;
        for (var at = from; at < to; at++)
        {
            var isPacked = _found[at].Type == WireType.Bytes && field.Wire != WireType.Bytes;
            if (isPacked ? !Packed(field, _found[at], ref isOpen) : !Item(field, at, depth, ref isOpen)) return false;
        }

        if (isOpen) _json?.WriteEndArray();
        return true;
    }

    /// <summary>An array without items is not written.</summary>
    private readonly void OpenArray(FieldPlan field, ref bool isOpen)
    {
        if (isOpen) return;
        isOpen = true;
        _json?.WritePropertyName(field.JsonName);
        _json?.WriteStartArray();
    }

    private bool Item(FieldPlan field, int at, int depth, ref bool isOpen)
    {
        if (!IsKnown(field, _found[at])) return true;
        OpenArray(field, ref isOpen);
        return Model.FieldKinds.IsMessage(field.Kind) ? Part(field.Message, at, at + 1, depth) : Scalar(field, _found[at]);
    }

    private bool Packed(FieldPlan field, Occurrence packed, ref bool isOpen)
    {
        var reader = new WireReader(_bytes.Slice(packed.Start, packed.Length));
        while (!reader.IsAtEnd)
        {
            var start = reader.At;
            if (!reader.TrySkip(field.Number, field.Wire)) return Fail($"The packed field {field.Name} ({field.Number}) is cut off.");
            var item = new Occurrence(packed.Ordinal, field.Wire, packed.Start + start, reader.At - start);
            if (!IsKnown(field, item)) continue;
            OpenArray(field, ref isOpen);
            if (!Scalar(field, item)) return false;
        }

        return true;
    }
}
