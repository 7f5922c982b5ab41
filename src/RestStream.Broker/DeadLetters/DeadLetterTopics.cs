using System.Globalization;
using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Topics;

namespace RestStream.Broker.DeadLetters;

/// <summary>Makes the topics of dead letters: marked by a config, so that patterns skip them. Thread-safe.</summary>
internal sealed class DeadLetterTopics(ITopics topics)
{
    private const int HeadersBytes = 64 << 10;
    private const int DefaultMaxMessageBytes = 1_048_588;

    /// <summary>The topic, made when there is none; one of that name that somebody else made is a topic of dead letters from now on.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="source">The topic that the dead letters are from: what it takes must fit, with the headers that come on top.</param>
    /// <param name="cancellationToken">Ends the wait for other changes.</param>
    /// <returns>Why there is none; null when there is.</returns>
    public async ValueTask<Error?> EnsureAsync(string topic, string source, CancellationToken cancellationToken)
    {
        if (topics.Resolve(topic) is not null) return await MarkAsync(topic, cancellationToken).ConfigureAwait(false);
        var config = new Dictionary<string, string>
        {
            [ConfigDefinitions.DeadLetter] = "true",
            [ConfigDefinitions.MaxMessageBytes] = MaxMessageBytes(source),
        };
        var made = await topics.CreateAsync(new TopicSpec(topic, null, config), validateOnly: false, cancellationToken).ConfigureAwait(false);
        return made.IsSuccess || topics.Resolve(topic) is not null ? null : made.Error;
    }

    private async ValueTask<Error?> MarkAsync(string topic, CancellationToken cancellationToken)
    {
        if (topics.Find(topic)?.Config[ConfigDefinitions.DeadLetter] is null or "true") return null;
        var mark = new TopicChange(null, new Dictionary<string, string?> { [ConfigDefinitions.DeadLetter] = "true" });
        return (await topics.AlterAsync(topic, mark, null, validateOnly: false, cancellationToken).ConfigureAwait(false)).Error;
    }

    private string MaxMessageBytes(string source)
    {
        var max = topics.Find(source) is { } found ? int.Parse(found.Config[ConfigDefinitions.MaxMessageBytes], CultureInfo.InvariantCulture) : DefaultMaxMessageBytes;
        return Math.Min((long)max + HeadersBytes, int.MaxValue).ToString(CultureInfo.InvariantCulture);
    }
}
