using RestStream.Schemas.Json.Numbers;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>A hash that equal values share. Seeded by process, so that no record can be made of collisions.</summary>
internal static class TapeHash
{
    public static int Of(in JsonTape tape, int at)
    {
        var kind = tape.Tokens[at].Kind;
        return kind switch
        {
            JsonKind.String or JsonKind.Name => OfText(tape.TextOf(at)),
            JsonKind.Number => JsonNumber.Parse(tape.TextOf(at)).Hash(),
            JsonKind.Array => OfArray(tape, at),
            JsonKind.Object => OfObject(tape, at),
            _ => HashCode.Combine(kind),
        };
    }

    private static int OfText(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }

    private static int OfArray(in JsonTape tape, int at)
    {
        var hash = new HashCode();
        hash.Add(tape.Tokens[at].Count);
        for (var item = at + 1; item < tape.Tokens[at].Next; item = tape.Tokens[item].Next) hash.Add(Of(tape, item));
        return hash.ToHashCode();
    }

    /// <summary>The sum over the members, which does not depend on their order.</summary>
    private static int OfObject(in JsonTape tape, int at)
    {
        var sum = tape.Tokens[at].Count;
        for (var name = at + 1; name < tape.Tokens[at].Next; name = tape.Tokens[name + 1].Next)
        {
            sum = unchecked(sum + HashCode.Combine(OfText(tape.TextOf(name)), Of(tape, name + 1)));
        }

        return sum;
    }
}
