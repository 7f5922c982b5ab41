namespace RestStream.Storage.Log;

/// <summary>The entries of an index that lie in memory, from entry number <see cref="From"/> on. The writer adds, readers see an entry once it is counted.</summary>
internal sealed class IndexTail(int from, IndexEntry[] entries, int count)
{
    private int _count = count;

    public static IndexTail Empty { get; } = After(0);

    public int From { get; } = from;

    public IndexEntry[] Entries { get; } = entries;

    public int Count => Volatile.Read(ref _count);

    public static IndexTail After(int count) => new(count, [], 0);

    public bool TryAdd(IndexEntry entry)
    {
        if (_count == Entries.Length) return false;
        Entries[_count] = entry;
        Volatile.Write(ref _count, _count + 1);
        return true;
    }

    public IndexTail Grown(IndexEntry entry)
    {
        var grown = new IndexEntry[Math.Max(16, Entries.Length * 2)];
        Entries.AsSpan(0, _count).CopyTo(grown);
        grown[_count] = entry;
        return new(From, grown, _count + 1);
    }

    public IndexTail Trimmed(int keep)
    {
        var dropped = _count - keep;
        var kept = new IndexEntry[Entries.Length];
        Entries.AsSpan(dropped, keep).CopyTo(kept);
        return new(From + dropped, kept, keep);
    }

    public bool TryGet(int index, out IndexEntry entry)
    {
        var inside = index >= From && index - From < Count;
        entry = inside ? Entries[index - From] : default;
        return inside;
    }

    public bool TryFloor(long key, out IndexEntry entry)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Entries[middle].Key <= key) low = middle + 1;
            else high = middle;
        }

        entry = low > 0 ? Entries[low - 1] : default;
        return low > 0;
    }
}
