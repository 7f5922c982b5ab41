using System.Text;
using RestStream.Core;
using RestStream.Core.Records;
using RestStream.Core.Schemas;

namespace RestStream.Broker.Tests.Produce;

/// <summary>A gate that refuses values with a word in them.</summary>
internal sealed class ForbiddenWords(RecordAction action) : IRecordGate
{
    public bool IsOpen { get; set; } = true;

    /// <summary>The indexes of each call.</summary>
    public List<int[]> Calls { get; } = [];

    /// <summary>Called for each record that passes.</summary>
    public Action<RecordTable, int>? OnPass { get; set; }

    public IReadOnlyList<RecordVerdict>? Check(string topic, TopicSchemas schemas, RecordTable table, ReadOnlySpan<int> batch)
    {
        Calls.Add(batch.ToArray());
        var verdicts = new List<RecordVerdict>();
        foreach (var index in batch)
        {
            var record = table.Records[index];
            if (Encoding.UTF8.GetString(table.Bytes(record.ValueStart, record.ValueLength)).Contains("bad", StringComparison.Ordinal))
                verdicts.Add(new RecordVerdict(index, action, new Error(ErrorCode.InvalidRecord, "It has a bad word.", [new ErrorItem("/word", "bad")]), 7));
            else
                OnPass?.Invoke(table, index);
        }

        return verdicts.Count == 0 ? null : verdicts;
    }
}
