using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>minLength</c> and <c>maxLength</c>, in code points.</summary>
internal sealed class TextLength(string name, int limit, bool isLower) : Keyword(name, Strings)
{
    /// <summary>UTF-8 bytes of a code point.</summary>
    private const int BytesMax = 4;

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        ref readonly var token = ref run.Tape.Tokens[at];
        var bytes = token.Length;
        if (token.IsAscii) return isLower ? bytes >= limit : bytes <= limit;
        if (isLower) return bytes >= limit && (bytes >= (long)limit * BytesMax || CodePoints(run.Tape.TextOf(at)) >= limit);
        return bytes <= limit || (bytes <= (long)limit * BytesMax && CodePoints(run.Tape.TextOf(at)) <= limit);
    }

    protected override string Describe(ref Evaluation run, int at)
    {
        var length = CodePoints(run.Tape.TextOf(at));
        return $"{TapeText.Show(run.Tape, at)} has {length} {Plural.Of(length, "character")} but must have at {(isLower ? "least" : "most")} {limit}";
    }

    private static int CodePoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var octet in text)
        {
            if ((octet & 0xC0) != 0x80) count++;
        }

        return count;
    }
}
