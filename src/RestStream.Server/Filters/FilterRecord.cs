using System.Text.Unicode;
using RestStream.Storage.Records;

namespace RestStream.Server.Filters;

/// <summary>One record under test. The value is looked at when the first test asks for it, once.</summary>
internal ref struct FilterRecord
{
    private readonly RecordReader _record;
    private readonly PathNode _paths;
    private readonly Span<FilterSlot> _slots;
    private readonly bool _isJson;
    private bool _isScanned;

    /// <summary>A record in its place.</summary>
    public FilterRecord(in RecordReader record, bool isJson, int partition, byte[] topic, PathNode paths, Span<FilterSlot> slots)
    {
        (_isJson, Partition, Topic, _paths) = (isJson, partition, topic, paths);
        _record = record;
        _slots = slots;
    }

    public int Partition { get; }

    /// <summary>The topic's name, UTF-8.</summary>
    public byte[] Topic { get; }

    public readonly long Offset => _record.Offset;

    public readonly long Timestamp => _record.Timestamp;

    public readonly bool HasKey => _record.HasKey;

    public readonly FilterValue Key => _record.HasKey ? TextOrOther(_record.Key, _isJson) : new(FilterKind.Null);

    /// <summary>The last header of a name.</summary>
    public readonly FilterValue Header(ReadOnlySpan<byte> name)
    {
        var found = new FilterValue(FilterKind.Absent);
        var headers = _record.Headers;
        while (headers.Read())
        {
            if (headers.Name.SequenceEqual(name)) found = headers.HasValue ? TextOrOther(headers.Value, isKnown: false) : new(FilterKind.Null);
        }

        return found;
    }

    /// <summary>What a path found in the value.</summary>
    public FilterValue Value(int slot)
    {
        if (!_isScanned) Scan();
        var found = _slots[slot];
        var bytes = _record.Value.Slice(found.Start, found.Length);
        return new(found.Kind, bytes, found.Kind == FilterKind.Text && bytes.Contains((byte)'\\'));
    }

    /// <summary>True when there is a value and it is JSON.</summary>
    public bool HasJsonValue(int rootSlot) => _record.HasValue && Value(rootSlot).Kind != FilterKind.Absent;

    private void Scan()
    {
        _isScanned = true;
        if (_record.HasValue)
        {
            PathScan.Run(_record.Value, _isJson, _paths, _slots);
            return;
        }

        _slots.Clear();
        // A tombstone is null; nothing is in it.
        if (_paths.Slot >= 0) _slots[_paths.Slot] = new(FilterKind.Null, 0, 0);
    }

    private static FilterValue TextOrOther(ReadOnlySpan<byte> bytes, bool isKnown) =>
        isKnown || Utf8.IsValid(bytes) ? new(FilterKind.Text, bytes) : new(FilterKind.Other);
}
