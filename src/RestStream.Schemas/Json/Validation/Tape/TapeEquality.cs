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

    private static bool AreObjectsEqual(in JsonTape left, int leftAt, in JsonTape right, int rightAt, ref int budget)
    {
        if (left.Tokens[leftAt].Count != right.Tokens[rightAt].Count) return false;
        var end = left.Tokens[leftAt].Next;
        var guess = rightAt + 1;
        for (var l = leftAt + 1; l < end; l = left.Tokens[l + 1].Next)
        {
            var r = Find(left.TextOf(l), right, rightAt, guess, ref budget);
            if (r < 0 || !AreEqual(left, l + 1, right, r + 1, ref budget)) return false;
            guess = right.Tokens[r + 1].Next;
        }

        return true;
    }

    /// <summary>The member of that name: most often the one after the last that was found.</summary>
    private static int Find(ReadOnlySpan<byte> name, in JsonTape tape, int objectAt, int guess, ref int budget)
    {
        var end = tape.Tokens[objectAt].Next;
        if (guess < end && tape.TextOf(guess).SequenceEqual(name)) return guess;
        for (var at = objectAt + 1; at < end && --budget >= 0; at = tape.Tokens[at + 1].Next)
        {
            if (tape.TextOf(at).SequenceEqual(name)) return at;
        }

        return -1;
    }
}
