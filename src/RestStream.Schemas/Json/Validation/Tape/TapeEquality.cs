using RestStream.Schemas.Json.Numbers;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>Whether two values are equal as JSON Schema means it: numbers by value, objects whatever the order of their members.</summary>
internal static class TapeEquality
{
    /// <summary>Compares two values.</summary>
    /// <param name="left">The tape of the one.</param>
    /// <param name="leftAt">The one.</param>
    /// <param name="right">The tape of the other.</param>
    /// <param name="rightAt">The other.</param>
    /// <param name="budget">Lowered by each comparison; once below 0 the answer is false and means nothing.</param>
    public static bool AreEqual(in JsonTape left, int leftAt, in JsonTape right, int rightAt, ref int budget)
    {
        if (--budget < 0) return false;
        var kind = left.Tokens[leftAt].ValueKind;
        if (kind != right.Tokens[rightAt].ValueKind) return false;
        return kind switch
        {
            JsonKind.String => left.TextOf(leftAt).SequenceEqual(right.TextOf(rightAt)),
            JsonKind.Number => AreNumbersEqual(left.TextOf(leftAt), right.TextOf(rightAt)),
            JsonKind.Array => AreArraysEqual(left, leftAt, right, rightAt, ref budget),
            JsonKind.Object => AreObjectsEqual(left, leftAt, right, rightAt, ref budget),
            _ => true,
        };
    }

    private static bool AreNumbersEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.SequenceEqual(right) || JsonNumber.Parse(left).IsEqualTo(JsonNumber.Parse(right));

    private static bool AreArraysEqual(in JsonTape left, int leftAt, in JsonTape right, int rightAt, ref int budget)
    {
        if (left.Tokens[leftAt].Count != right.Tokens[rightAt].Count) return false;
        var end = left.Tokens[leftAt].Next;
        int l = leftAt + 1, r = rightAt + 1;
        while (l < end)
        {
            if (!AreEqual(left, l, right, r, ref budget)) return false;
            l = left.Tokens[l].Next;
            r = right.Tokens[r].Next;
        }

        return true;
    }

    /// <summary>Whether each name has the same values in both, in the same order where it stands more than once.</summary>
    private static bool AreObjectsEqual(in JsonTape left, int leftAt, in JsonTape right, int rightAt, ref int budget)
    {
        if (left.Tokens[leftAt].Count != right.Tokens[rightAt].Count) return false;
        var end = left.Tokens[leftAt].Next;
        var r = rightAt + 1;
        var isInOrder = true;
        for (var l = leftAt + 1; l < end; l = left.Tokens[l + 1].Next)
        {
            var name = left.TextOf(l);
            isInOrder = isInOrder && right.TextOf(r).SequenceEqual(name);
            if (!isInOrder) r = Find(name, CountBefore(name, left, leftAt, l, ref budget), right, rightAt, ref budget);
            if (r < 0 || !AreEqual(left, l + 1, right, r + 1, ref budget)) return false;
            r = right.Tokens[r + 1].Next;
        }

        return true;
    }

    /// <summary>How many members before one have that name.</summary>
    private static int CountBefore(ReadOnlySpan<byte> name, in JsonTape tape, int objectAt, int member, ref int budget)
    {
        var count = 0;
        for (var at = objectAt + 1; at < member && --budget >= 0; at = tape.Tokens[at + 1].Next)
        {
            if (tape.TextOf(at).SequenceEqual(name)) count++;
        }

        return count;
    }

    /// <summary>The member of that name that has so many of it before it; -1 when there is none, or nothing left to look.</summary>
    private static int Find(ReadOnlySpan<byte> name, int before, in JsonTape tape, int objectAt, ref int budget)
    {
        var end = tape.Tokens[objectAt].Next;
        for (var at = objectAt + 1; at < end && --budget >= 0; at = tape.Tokens[at + 1].Next)
        {
            if (tape.TextOf(at).SequenceEqual(name) && --before < 0) return at;
        }

        return -1;
    }
}
