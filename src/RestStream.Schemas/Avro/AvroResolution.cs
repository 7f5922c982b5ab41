using System.Globalization;
using System.Runtime.CompilerServices;

namespace RestStream.Schemas.Avro;

/// <summary>Whether a reader's schema reads what a writer's wrote, by the specification's rules of schema resolution. Compares one pair of schemas.</summary>
internal sealed partial class AvroResolution
{
    private static readonly IReadOnlyList<Incompatibility> Nothing = [];

    // A pair in progress or found readable: nothing. The readable ones may lean on pairs in progress, so they fall with them.
    private readonly Dictionary<Pair, IReadOnlyList<Incompatibility>> _known = [];
    private readonly List<Pair> _readable = [];
    private int _compared;
    private int _tried;
    private int _depth;

    /// <summary>The differences; none if all that the writer writes can be read.</summary>
    /// <exception cref="SchemaException">The schemas are too large to be compared.</exception>
    public IReadOnlyList<Incompatibility> WhyNot(AvroType reader, AvroType writer) =>
        [.. Compare(reader, writer).Distinct().Select(found => found.Path.Length == 0 ? found with { Path = "/" } : found)];

    /// <summary>The differences of a pair, with paths from that pair on.</summary>
    private IReadOnlyList<Incompatibility> Compare(AvroType reader, AvroType writer)
    {
        if (reader == writer || (reader.Kind == writer.Kind && AvroKinds.IsPrimitive(reader.Kind))) return Nothing;
        var pair = new Pair(reader, writer);
        if (_known.TryGetValue(pair, out var found)) return found;
        bool fits = ++_compared <= AvroLimits.ComparedPairs && _depth < AvroLimits.ComparedDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack();
        if (!fits) throw TooLarge();

        int before = _readable.Count;
        _known[pair] = Nothing;
        _readable.Add(pair);
        _depth++;
        found = CompareNew(reader, writer);
        _depth--;
        if (found.Count > 0) Refuse(pair, found, before);
        return found;
    }

    private static SchemaException TooLarge() => new("The schemas are too large, or lie too deep in each other, to be compared: split them.");

    private void Refuse(Pair pair, IReadOnlyList<Incompatibility> found, int before)
    {
        for (int index = before; index < _readable.Count; index++) _known.Remove(_readable[index]);
        _readable.RemoveRange(before, _readable.Count - before);
        _known[pair] = found;
    }

    private IReadOnlyList<Incompatibility> CompareNew(AvroType reader, AvroType writer) => (reader, writer) switch
    {
        (AvroUnion union, AvroUnion branches) => CompareUnions(union, branches),
        (_, AvroUnion branches) => CompareBranches(reader, branches),
        (AvroUnion union, _) => CompareToUnion(union, writer),
        (AvroRecord to, AvroRecord from) => [.. CompareNames(to, from), .. CompareFields(to, from)],
        (AvroEnum to, AvroEnum from) => [.. CompareNames(to, from), .. CompareSymbols(to, from)],
        (AvroFixed to, AvroFixed from) => [.. CompareNames(to, from), .. CompareSizes(to, from)],
        (AvroCollection to, AvroCollection from) when to.Kind == from.Kind => Within(to.Kind == AvroKind.Array ? "/items" : "/values", Compare(to.Element, from.Element)),
        _ => IsPromoted(writer.Kind, reader.Kind) ? Nothing : [TypeMismatch(reader, writer)],
    };

    /// <summary>What each branch of the writer's union lacks: the reader's union must have a place for all.</summary>
    private List<Incompatibility> CompareUnions(AvroUnion reader, AvroUnion writer)
    {
        var found = new List<Incompatibility>();
        for (int index = 0; index < writer.Branches.Length && found.Count < AvroLimits.Differences; index++)
            if (!CanRead(reader, writer.Branches[index])) found.Add(MissingBranch(writer.Branches[index], "/" + Text(index)));
        return found;
    }

    private List<Incompatibility> CompareBranches(AvroType reader, AvroUnion writer)
    {
        var found = new List<Incompatibility>();
        for (int index = 0; index < writer.Branches.Length; index++)
            Add(found, Within("/" + Text(index), Compare(reader, writer.Branches[index])));
        return found;
    }

    private IReadOnlyList<Incompatibility> CompareToUnion(AvroUnion reader, AvroType writer) =>
        CanRead(reader, writer) ? Nothing : [MissingBranch(writer, "")];

    private bool CanRead(AvroUnion reader, AvroType writer)
    {
        foreach (AvroType branch in reader.Branches)
            if (MayRead(branch, writer) && Compare(branch, writer).Count == 0) return true;
        return false;
    }

    /// <summary>Passes over most branches without listing what differs: large unions of records are compared with each other branch by branch.</summary>
    private bool MayRead(AvroType reader, AvroType writer)
    {
        if (++_tried > AvroLimits.TriedBranches) throw TooLarge();
        if (reader.Kind != writer.Kind) return IsPromoted(writer.Kind, reader.Kind);
        return reader is not AvroNamedType named || AreNamesakes(named, (AvroNamedType)writer);
    }

    /// <summary>Numbers widen, and strings and bytes stand for each other.</summary>
    private static bool IsPromoted(AvroKind from, AvroKind to) => (from, to) switch
    {
        (AvroKind.Int, AvroKind.Long or AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Long, AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Float, AvroKind.Double) => true,
        (AvroKind.String, AvroKind.Bytes) or (AvroKind.Bytes, AvroKind.String) => true,
        _ => false,
    };

    private List<Incompatibility> CompareFields(AvroRecord reader, AvroRecord writer)
    {
        var found = new List<Incompatibility>();
        for (int index = 0; index < reader.Fields.Length && found.Count < AvroLimits.Differences; index++)
            Add(found, Within("/fields/" + Text(index), CompareField(reader.Fields[index], writer)));
        return found;
    }

    private IReadOnlyList<Incompatibility> CompareField(AvroField reader, AvroRecord writer)
    {
        AvroField? match = writer.Find(reader.Name);
        foreach (string alias in reader.Aliases)
        {
            if (alias == reader.Name || writer.Find(alias) is not { } other) continue;
            if (match is not null) return [Ambiguous(reader, match, other)];
            match = other;
        }

        if (match is not null) return Within("/type", Compare(reader.Type, match.Type));
        return reader.Default is null ? [MissingDefault(reader)] : Nothing;
    }

    private static IReadOnlyList<Incompatibility> CompareNames(AvroNamedType reader, AvroNamedType writer) =>
        AreNamesakes(reader, writer) ? Nothing : [NameMismatch(reader, writer)];

    private static bool AreNamesakes(AvroNamedType reader, AvroNamedType writer) =>
        reader.Name.Name == writer.Name.Name || reader.Aliases.Contains(writer.Name);

    private static IReadOnlyList<Incompatibility> CompareSymbols(AvroEnum reader, AvroEnum writer)
    {
        if (reader.Default is not null) return Nothing;
        string[] missing = [.. writer.Symbols.Except(reader.Symbols).Order(StringComparer.Ordinal)];
        return missing.Length == 0 ? Nothing : [MissingSymbols(reader, missing)];
    }

    private static IReadOnlyList<Incompatibility> CompareSizes(AvroFixed reader, AvroFixed writer) =>
        reader.SizeBytes == writer.SizeBytes ? Nothing : [SizeMismatch(reader, writer)];

    private static IReadOnlyList<Incompatibility> Within(string step, IReadOnlyList<Incompatibility> found) =>
        found.Count == 0 ? found : [.. found.Select(difference => difference with { Path = step + difference.Path })];

    private static void Add(List<Incompatibility> found, IReadOnlyList<Incompatibility> more) =>
        found.AddRange(more.Take(Math.Max(0, AvroLimits.Differences - found.Count)));

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Pair(AvroType Reader, AvroType Writer)
    {
        public bool Equals(Pair other) => ReferenceEquals(Reader, other.Reader) && ReferenceEquals(Writer, other.Writer);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Reader), RuntimeHelpers.GetHashCode(Writer));
    }
}
