using System.Buffers;
using RestStream.Core.Records;
using RestStream.Server.Json;
using RestStream.Storage.Records;

namespace RestStream.Benchmarks.Micro;

/// <summary>The records of a table as one stored batch, to be written as JSON again and again.</summary>
internal sealed class Rendering
{
    private readonly byte[] _batch;
    private readonly ArrayBufferWriter<byte> _writer = new(1 << 22);
    private readonly RecordPrefix _prefix = new();

    /// <summary>Takes the records as they are now.</summary>
    public Rendering(RecordTable table)
    {
        var room = new byte[table.Body.Length + 4096 + (table.Count * 32)];
        var batch = new RecordBatchWriter(room, baseTimestamp: 1_517_966_773_840, RecordBatchFormat.JsonFlag);
        foreach (var record in table.Records)
            batch.Append(1_517_966_773_840, table.Bytes(record.KeyStart, record.KeyLength), hasKey: true, table.Bytes(record.ValueStart, record.ValueLength), hasValue: true);
        _batch = room[..batch.Complete()];
    }

    /// <summary>Writes them all and returns how many bytes that made.</summary>
    public int Run()
    {
        _writer.ResetWrittenCount();
        var reader = RecordReader.Over(_batch);
        while (reader.Read()) RecordRenderer.Write(_writer, _prefix, 1, reader, isJson: true, RecordForm.Exact);
        return _writer.WrittenCount;
    }
}
