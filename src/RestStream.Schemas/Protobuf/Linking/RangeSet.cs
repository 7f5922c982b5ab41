using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Ranges of numbers, sorted so that many fields can be asked for at little cost.</summary>
internal sealed class RangeSet(IEnumerable<ProtoRange> ranges)
{
    private readonly ProtoRange[] _ranges = [.. ranges.OrderBy(range => range.First)];

    /// <summary>A range that overlaps the one before it; null when none does.</summary>
    public ProtoRange? FirstOverlap()
    {
        for (var at = 1; at < _ranges.Length; at++)
        {
            if (_ranges[at].Overlaps(_ranges[at - 1])) return _ranges[at];
        }

        return null;
    }

    /// <summary>True when a range holds the number; the ranges must not overlap.</summary>
    public bool Contains(int number)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Contains(number)) return true;
            if (_ranges[middle].First > number) high = middle - 1;
            else low = middle + 1;
        }

        return false;
    }
}
