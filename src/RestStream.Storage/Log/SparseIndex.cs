using System.Buffers;
using System.Buffers.Binary;
using RestStream.Storage.Files;

namespace RestStream.Storage.Log;

/// <summary>
/// An index of a segment with ascending keys: big-endian, <c>i32 key, i32 value</c> in .index, <c>i64 key, i32 value</c> in .timeindex. What was added and the last of what is
/// in the file lie in memory; the rest is found in the file. One writer (under its partition's lock), any number of readers without a lock. Never an authority: whoever
/// looks up checks the entry against the log.
/// </summary>
internal sealed class SparseIndex(IFileSystem files, string directory, long baseOffset, string suffix, string stage = "")
{
    private const int KeptInMemory = 256, BlockEntries = 256, MaxEntryBytes = 12;

    private readonly int _keyBytes = suffix == SegmentName.TimeIndex ? sizeof(long) : sizeof(int);
    private IndexTail _tail = IndexTail.Empty;
    private int _inFile;
    private IndexEntry _last;

    public SegmentFile File { get; } = new(files, directory, baseOffset, suffix, stage);

    public int EntryBytes => _keyBytes + sizeof(int);

    /// <summary>All entries, those not yet in the file too.</summary>
    public int Count
    {
        get
        {
            var tail = Volatile.Read(ref _tail);
            return tail.From + tail.Count;
        }
    }

    /// <summary>True when the file is there.</summary>
    public bool HasFile { get; private set; }

    /// <summary>Writer only: the last entry; check <see cref="Count"/> first.</summary>
    public IndexEntry Last => _last;

    public void Add(long key, int value)
    {
        _last = new(key, value);
        if (!_tail.TryAdd(_last)) Volatile.Write(ref _tail, _tail.Grown(_last));
    }

    /// <summary>Takes over the file's entries, the first <paramref name="count"/> of them; false when there are not so many or the file is none of an index.</summary>
    public bool Load(int count = int.MaxValue)
    {
        if (!files.FileExists(File.Path)) return false;
        HasFile = true;
        var length = File.Open().Length;
        if (length % EntryBytes != 0 || length / EntryBytes > int.MaxValue) return false;
        if (count == int.MaxValue) count = (int)(length / EntryBytes);
        if (count > length / EntryBytes) return false;
        return TryTakeOver(count);
    }

    /// <summary>Largest entry with a key not above <paramref name="key"/>.</summary>
    public bool TryFloor(long key, out IndexEntry entry)
    {
        var tail = Volatile.Read(ref _tail);
        if (tail.TryFloor(key, out entry)) return true;
        return tail.From > 0 && TryFloorInFile(tail.From, key, out entry);
    }

    /// <summary>Entry at an index below <see cref="Count"/>; false when the file is shorter than it was.</summary>
    public bool TryGet(int index, out IndexEntry entry)
    {
        var tail = Volatile.Read(ref _tail);
        return tail.TryGet(index, out entry) || TryReadEntry(index, out entry);
    }

    /// <summary>Writer only: appends to the file what is not in it; false when there was nothing. At the end of a segment the file is made even without entries.</summary>
    public bool Flush(bool isFinal)
    {
        var tail = _tail;
        var end = tail.From + tail.Count;
        if (end == _inFile && (HasFile || !isFinal)) return false;
        WriteEntries(tail, _inFile, end);
        HasFile = true;
        _inFile = end;
        if (tail.Count > 2 * KeptInMemory) Volatile.Write(ref _tail, tail.Trimmed(KeptInMemory));
        return true;
    }

    /// <summary>Writer only: keeps no entry in memory that is in the file.</summary>
    public void Release()
    {
        var tail = _tail;
        if (tail.From + tail.Count == _inFile && tail.Count > 0) Volatile.Write(ref _tail, IndexTail.After(_inFile));
    }

    /// <summary>Writer only: forgets the entries from <paramref name="count"/> on, in the file too.</summary>
    public void Truncate(int count)
    {
        var file = File.Open(FileOpenMode.OpenOrCreate);
        HasFile = true;
        if (count == 0)
        {
            Volatile.Write(ref _tail, IndexTail.Empty);
            _inFile = 0;
            _last = default;
        }
        else if (!TryTakeOver(count)) throw new InvalidOperationException($"{File.Path} has fewer than {count} entries.");

        file.SetLength((long)count * EntryBytes);
    }

    /// <summary>True when keys ascend, values too, and no value passes the limit. Reads the whole file.</summary>
    public bool IsAscending(long valueLimit)
    {
        IndexEntry? before = null;
        for (int i = 0, count = Count; i < count; i++)
        {
            if (!TryGet(i, out var entry) || entry.Key < 0 || entry.Value < 0 || entry.Value >= valueLimit) return false;
            if (before is { } b && (entry.Key <= b.Key || entry.Value < b.Value)) return false;
            before = entry;
        }

        return true;
    }

    private bool TryTakeOver(int count)
    {
        var last = default(IndexEntry);
        if (count > 0 && !TryReadEntry(count - 1, out last)) return false;
        _last = last;
        _inFile = count;
        Volatile.Write(ref _tail, IndexTail.After(count));
        return true;
    }

    private bool TryFloorInFile(int count, long key, out IndexEntry entry)
    {
        int low = 0, high = count;
        while (high - low > BlockEntries)
        {
            var middle = (low + high) >>> 1;
            if (!TryReadEntry(middle, out var probe)) break;
            if (probe.Key <= key) low = middle;
            else high = middle;
        }

        return TryFloorInBlock(low, Math.Min(high, low + BlockEntries), key, out entry);
    }

    private bool TryFloorInBlock(int low, int high, long key, out IndexEntry entry)
    {
        Span<byte> block = stackalloc byte[BlockEntries * MaxEntryBytes];
        block = block[..((high - low) * EntryBytes)];
        var read = File.Read(block, (long)low * EntryBytes) / EntryBytes;
        entry = default;
        var found = false;
        for (var i = 0; i < read; i++)
        {
            var candidate = Decode(block[(i * EntryBytes)..]);
            if (candidate.Key > key) break;
            entry = candidate;
            found = true;
        }

        return found;
    }

    private bool TryReadEntry(int index, out IndexEntry entry)
    {
        Span<byte> bytes = stackalloc byte[MaxEntryBytes];
        bytes = bytes[..EntryBytes];
        var whole = File.Read(bytes, (long)index * EntryBytes) == EntryBytes;
        entry = whole ? Decode(bytes) : default;
        return whole;
    }

    private void WriteEntries(IndexTail tail, int from, int to)
    {
        var length = (to - from) * EntryBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var i = from; i < to; i++) Encode(buffer.AsSpan((i - from) * EntryBytes), tail.Entries[i - tail.From]);
            File.Open(FileOpenMode.OpenOrCreate).Write(buffer.AsSpan(0, length), (long)from * EntryBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Encode(Span<byte> destination, IndexEntry entry)
    {
        if (_keyBytes == sizeof(long)) BinaryPrimitives.WriteInt64BigEndian(destination, entry.Key);
        else BinaryPrimitives.WriteInt32BigEndian(destination, (int)entry.Key);
        BinaryPrimitives.WriteInt32BigEndian(destination[_keyBytes..], entry.Value);
    }

    private IndexEntry Decode(ReadOnlySpan<byte> source) => new(
        _keyBytes == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(source) : BinaryPrimitives.ReadInt32BigEndian(source),
        BinaryPrimitives.ReadInt32BigEndian(source[_keyBytes..]));
}
