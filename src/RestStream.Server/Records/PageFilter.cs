using System.Text;
using RestStream.Server.Filters;
using RestStream.Storage.Records;

namespace RestStream.Server.Records;

/// <summary>A filter at work on the pages of one read: which records are wanted, how many were looked at, and how many may be. Not thread-safe.</summary>
internal sealed class PageFilter(Filter filter, int maxScan)
{
    private string? _topic;
    private byte[] _topicBytes = [];

    /// <summary>How many records were looked at.</summary>
    public int Scanned { get; private set; }

    /// <summary>Whoever asks left: then no more is looked at.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>True when no more may be looked at.</summary>
    public bool IsExhausted => Scanned >= maxScan || Cancellation.IsCancellationRequested;

    /// <summary>Goes on with the records of a topic.</summary>
    public void TurnTo(string topic)
    {
        if (topic == _topic) return;
        (_topic, _topicBytes) = (topic, Encoding.UTF8.GetBytes(topic));
    }

    /// <summary>True when the record is wanted; counts it.</summary>
    public bool Wants(in RecordReader record, bool isJson, int partition)
    {
        Scanned++;
        return filter.Matches(record, isJson, partition, _topicBytes);
    }
}
