using RestStream.Core.Topics;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What a member subscribes to: names, and patterns that stand for the topics there are. Immutable.</summary>
internal sealed class Subscription
{
    private readonly TopicPattern[] _patterns;
    private readonly string[] _names;

    /// <summary>From texts without a <see cref="TopicPattern.Violation"/>.</summary>
    public Subscription(IReadOnlyList<string> texts)
    {
        Texts = texts;
        var all = texts.Distinct(StringComparer.Ordinal).Select(text => new TopicPattern(text)).ToList();
        _patterns = [.. all.Where(pattern => pattern.IsPattern)];
        _names = [.. all.Where(pattern => !pattern.IsPattern).Select(pattern => pattern.Text)];
    }

    /// <summary>As the client wrote them.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Those that are plain names.</summary>
    public IReadOnlyList<string> Names => _names;

    public bool HasPatterns => _patterns.Length > 0;

    public IEnumerable<string> Patterns => _patterns.Select(pattern => pattern.Text);

    public bool IsSameAs(IReadOnlyList<string> texts) => ReferenceEquals(texts, Texts) || Texts.SequenceEqual(texts, StringComparer.Ordinal);

    /// <summary>The topics, sorted: the names, whether they exist or not, and what the patterns match now.</summary>
    /// <param name="match">The topics that a pattern matches.</param>
    public string[] Resolve(Func<TopicPattern, IEnumerable<string>> match) =>
        [.. _names.Concat(_patterns.SelectMany(match)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
