namespace RestStream.Core.Topics;

/// <summary>Topics: made, found, changed, deleted. Thread-safe. A change is durable when its task ends.</summary>
public interface ITopics
{
    /// <summary>Makes a topic, or with <paramref name="validateOnly"/> says what would be made and changes nothing.</summary>
    /// <returns>The topic; or <see cref="ErrorCode.TopicAlreadyExists"/>, <see cref="ErrorCode.InvalidTopicException"/>,
    /// <see cref="ErrorCode.InvalidPartitions"/>, <see cref="ErrorCode.InvalidConfig"/>, <see cref="ErrorCode.InternalTopic"/>, <see cref="ErrorCode.DiskFull"/>.</returns>
    ValueTask<Outcome<TopicDescription>> CreateAsync(TopicSpec spec, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>Changes configs or adds partitions, all or nothing; with <paramref name="expectedVersion"/> only while the topic has that version.</summary>
    /// <returns>The topic after the change; or an error, <see cref="ErrorCode.PreconditionFailed"/> among them.</returns>
    ValueTask<Outcome<TopicDescription>> AlterAsync(
        string topic, TopicChange change, int? expectedVersion, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>Deletes a topic: gone at once for readers, its files a while later. With <paramref name="expectedVersion"/> only while it has that version.</summary>
    /// <returns>What was deleted, or an error.</returns>
    ValueTask<Outcome<TopicDescription>> DeleteAsync(string topic, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>The topic, or null.</summary>
    TopicDescription? Find(string topic);

    /// <summary>The id and the number of partitions, or null: what a cursor needs, without the cost of <see cref="Find"/>.</summary>
    TopicHandle? Resolve(string topic);

    /// <summary>Raised whenever a topic is made or deleted or has got more partitions: nothing that <see cref="Match"/> or <see cref="Resolve"/> says changes without it.</summary>
    long Version { get; }

    /// <summary>The topics whose names match, in ordinal order, without the engine's own and those of dead letters; at most <paramref name="limit"/>.</summary>
    IReadOnlyList<TopicHandle> Match(TopicPattern pattern, int limit);

    /// <summary>Topics in ordinal order of name, from after <paramref name="after"/> (null: from the first).</summary>
    /// <param name="after">The last name of the page before.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="includeInternal">With the engine's own topics.</param>
    IReadOnlyList<TopicDescription> List(string? after, int limit, bool includeInternal);
}
