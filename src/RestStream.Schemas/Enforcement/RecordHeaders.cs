using RestStream.Core.Records;

namespace RestStream.Schemas.Enforcement;

/// <summary>The headers of a record in its table.</summary>
internal static class RecordHeaders
{
    /// <summary>The value of the last header of this name that has one.</summary>
    public static bool TryFind(RecordTable table, in RecordSlice record, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (record.HeaderCount == 0) return false;
        var headers = table.Headers.Slice(record.HeaderStart, record.HeaderCount);
        for (var i = headers.Length - 1; i >= 0; i--)
        {
            ref readonly var header = ref headers[i];
            if (header.ValueLength < 0 || !table.Bytes(header.NameStart, header.NameLength).SequenceEqual(name)) continue;
            value = table.Bytes(header.ValueStart, header.ValueLength);
            return true;
        }

        return false;
    }

    /// <summary>Adds a header to a record that has them in one piece: behind the table's last ones, where those that it has go too.</summary>
    public static void Add(RecordTable table, ref RecordSlice record, HeaderSlice header)
    {
        var first = -1;
        for (var i = 0; i < record.HeaderCount; i++)
        {
            var copy = table.AddHeader(table.Headers[record.HeaderStart + i]);
            if (i == 0) first = copy;
        }

        var added = table.AddHeader(header);
        record.HeaderStart = first < 0 ? added : first;
        record.HeaderCount++;
    }
}
