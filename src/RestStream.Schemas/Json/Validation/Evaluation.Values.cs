using System.Numerics;
using RestStream.Schemas.Json.Patterns;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

internal ref partial struct Evaluation
{
    /// <summary>Whether a text matches; a pattern that ran out of time is over the limit.</summary>
    public bool Matches(EcmaPattern pattern, ReadOnlySpan<byte> text)
    {
        if (!Spend(pattern.StepsFor(text.Length))) return false;
        return pattern.IsSimple ? pattern.IsMatch(text) == PatternVerdict.Match : MatchesByEngine(pattern, text);
    }

    /// <summary>Looks at the clock for each match, which may take long whatever steps it counts.</summary>
    private bool MatchesByEngine(EcmaPattern pattern, ReadOnlySpan<byte> text)
    {
        // Making an engine is of the schema, not of the record that happens to be the first.
        var made = pattern.MakeReady(text);
        if (_started != 0) _started += made;
        var verdict = IsLate() ? PatternVerdict.TimedOut : pattern.IsMatch(text, TimeLeft);
        // A busy machine that let a match wait does so once; a pattern that explodes does again.
        if (verdict == PatternVerdict.TimedOut && !IsLate()) verdict = pattern.IsMatch(text, TimeLeft);
        if (verdict == PatternVerdict.TimedOut) GiveUp(ValidationLimit.Time);
        return verdict == PatternVerdict.Match;
    }

    /// <summary>Whether a value equals one that a schema holds.</summary>
    public bool IsEqual(int at, StoredValue value)
    {
        if (Tape.Tokens[at].ValueKind != value.Kind) return false;
        var budget = _steps;
        var equal = TapeEquality.AreEqual(Tape, at, value.Tape, 0, ref budget);
        return Spend(_steps - budget) && equal;
    }

    /// <summary>Whether two values of the record are equal.</summary>
    public bool AreEqual(int at, int other)
    {
        var budget = _steps;
        var equal = TapeEquality.AreEqual(Tape, at, Tape, other, ref budget);
        return Spend(_steps - budget) && equal;
    }

    /// <summary>Whether an object has a member of that name.</summary>
    public bool Has(int at, ReadOnlySpan<byte> name)
    {
        var end = Tape.Tokens[at].Next;
        if (!Spend(Tape.Tokens[at].Count >> 4)) return false;
        for (var member = at + 1; member < end; member = Tape.Tokens[member + 1].Next)
        {
            if (Tape.TextOf(member).SequenceEqual(name)) return true;
        }

        return false;
    }

    /// <summary>The first name of a table that an object has no member for, or -1.</summary>
    public readonly int FirstMissing(int at, NameTable names)
    {
        var words = (names.Count + 63) >> 6;
        var seen = Memory.TakeMarks(words);
        var end = Tape.Tokens[at].Next;
        for (var member = at + 1; member < end; member = Tape.Tokens[member + 1].Next)
        {
            var slot = names.Find(Tape.TextOf(member));
            if (slot >= 0) Mark(seen, slot);
        }

        var missing = FirstClear(Memory.Marks.AsSpan(seen, words), names.Count);
        Memory.ReleaseMarks(seen);
        return missing;
    }

    private static int FirstClear(ReadOnlySpan<ulong> bits, int count)
    {
        for (var word = 0; word < bits.Length; word++)
        {
            if (bits[word] == ulong.MaxValue) continue;
            var first = (word << 6) + BitOperations.TrailingZeroCount(~bits[word]);
            return first < count ? first : -1;
        }

        return -1;
    }
}
