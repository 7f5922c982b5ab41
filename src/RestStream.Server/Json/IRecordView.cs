using System.Buffers;
using RestStream.Storage.Records;

namespace RestStream.Server.Json;

/// <summary>How a reader wants records shown beyond what is stored. Not thread-safe: one an answer.</summary>
internal interface IRecordView
{
    /// <summary>From now on, records of this topic.</summary>
    void TurnTo(string topic);

    /// <summary>The JSON to show in place of a value; empty for the value as it is stored. Good until the next call.</summary>
    ReadOnlySpan<byte> ValueOf(in RecordReader record);

    /// <summary>Writes members behind the others, each with a comma in front.</summary>
    void WriteMembers(IBufferWriter<byte> writer, in RecordReader record);
}
