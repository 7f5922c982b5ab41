using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>Writes offsets by topic and partition: <c>{"quakes":{"0":8,"1":12}}</c>. The entries of a topic come one after another.</summary>
internal ref struct OffsetMap(ResponseBuffer output)
{
    private string? _topic;

    public void Add(string topic, int partition, long offset)
    {
        if (!ReferenceEquals(topic, _topic) && topic != _topic)
        {
            output.Append(_topic is null ? "{\""u8 : "},\""u8);
            AppendName(topic);
            output.Append("\":{\""u8);
            _topic = topic;
        }
        else
        {
            output.Append(",\""u8);
        }

        output.Append(partition);
        output.Append("\":"u8);
        output.Append(offset);
    }

    public readonly void End() => output.Append(_topic is null ? "{}"u8 : "}}"u8);

    // A topic's name needs no escapes.
    private readonly void AppendName(string name)
    {
        var room = output.GetSpan(name.Length);
        output.Advance(System.Text.Encoding.ASCII.GetBytes(name, room));
    }
}
