using RestStream.Core.Records;

namespace RestStream.Schemas.Enforcement;

/// <summary>Adds Confluent's header to records; its bytes are written once a batch and schema. Not thread-safe.</summary>
internal struct Stamps
{
    private HeaderSlice _value;
    private HeaderSlice _key;

    public void Add(RecordTable table, ref RecordSlice record, RecordPart part, Guid guid)
    {
        ref var header = ref part == RecordPart.Value ? ref _value : ref _key;
        if (header.NameLength == 0) header = Write(table, part, guid);
        RecordHeaders.Add(table, ref record, header);
    }

    private static HeaderSlice Write(RecordTable table, RecordPart part, Guid guid)
    {
        var name = WireForm.HeaderOf(part);
        name.CopyTo(table.Scratch(name.Length, out var nameStart));
        WireForm.WriteHeader(guid, table.Scratch(WireForm.HeaderValueBytes, out var valueStart));
        return new HeaderSlice(nameStart, name.Length, valueStart, WireForm.HeaderValueBytes);
    }
}
