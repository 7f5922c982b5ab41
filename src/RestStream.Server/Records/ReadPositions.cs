using System.Globalization;
using RestStream.Core.Fetch;

namespace RestStream.Server.Records;

/// <summary>
/// Where a reader of one or several topics is. Never changed once it is handed out: who moves on makes a <see cref="Clone"/> first, so readers at one place share one object.
/// </summary>
internal sealed class ReadPositions(ReadPosition[] topics) : IPagePosition
{
    // A key is a topic's index times this, and the partition.
    private const int KeysPerTopic = Core.Fetch.Cursor.MaxPartitions;

    private string? _cursor;
    private string? _selection;

    /// <summary>One entry a topic, in the order in which cursors have them.</summary>
    public ReadPosition[] Topics { get; } = topics;

    /// <summary>How many partitions are read.</summary>
    public int Count => Topics.Sum(topic => topic.Count);

    /// <summary>The cursor as clients hold it.</summary>
    public string Cursor => _cursor ??= CursorSet.Encode(Array.ConvertAll(Topics, topic => (topic.Topic.Name, topic.Topic.Id, topic.NextOffsets)));

    /// <summary>Which partitions are read, as text: together with the cursor it tells two places apart.</summary>
    public string Selection => _selection ??= string.Concat(Topics.Select(SelectionOf));

    /// <summary>One that moves by itself.</summary>
    public ReadPositions Clone() => new(Array.ConvertAll(Topics, topic => topic.Clone()));

    /// <summary>The position in a topic that is read.</summary>
    public ReadPosition? Find(string topic)
    {
        foreach (var position in Topics)
        {
            if (position.Topic.Name == topic) return position;
        }

        return null;
    }

    /// <summary>What to fetch, another partition and another topic first each time.</summary>
    public FetchPartition[] ToFetch(int turn)
    {
        var partitions = new FetchPartition[Count];
        var at = 0;
        for (var i = 0; i < Topics.Length; i++)
        {
            var topic = Topics[(int)(((uint)turn + i) % (uint)Topics.Length)];
            topic.FillFetch(partitions.AsSpan(at, topic.Count), rotates: true);
            at += topic.Count;
        }

        return partitions;
    }

    bool IPagePosition.ShowsTopic => true;

    int IPagePosition.KeyOf(int index, in FetchedPartition fetched)
    {
        var topic = 0;
        while (Topics[topic].Topic.Name != fetched.Topic) topic++;
        return (topic * KeysPerTopic) + fetched.Partition;
    }

    Guid IPagePosition.TopicIdOf(int key) => Topics[key / KeysPerTopic].Topic.Id;

    int IPagePosition.MaxOf(int key) => int.MaxValue;

    long IPagePosition.Next(int key) => Topics[key / KeysPerTopic].Next(key % KeysPerTopic);

    void IPagePosition.MoveTo(int key, long next) => Topics[key / KeysPerTopic].MoveTo(key % KeysPerTopic, next);

    private static string SelectionOf(ReadPosition topic) => topic.Follows is not null
        ? "*;"
        : string.Join(',', Enumerable.Range(0, topic.Count).Select(index => topic.PartitionAt(index).ToString(CultureInfo.InvariantCulture))) + ";";
}
