using System.Buffers;

namespace RestStream.Core.Topics;

/// <summary>Kafka's rules for a topic's name: 1 to 249 of <c>[a-zA-Z0-9._-]</c>, neither <c>.</c> nor <c>..</c>.</summary>
public static class TopicName
{
    /// <summary>The longest name, in characters (so that a partition's directory fits a file name).</summary>
    public const int MaxLength = 249;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>The rule that <paramref name="name"/> breaks, as a sentence; null when the name is legal.</summary>
    public static string? Violation(string name) => name switch
    {
        "" => "A topic's name is empty; it needs 1 to 249 of the characters a-z A-Z 0-9 . _ -",
        "." or ".." => $"'{name}' cannot be a topic's name.",
        { Length: > MaxLength } => $"A topic's name has at most {MaxLength} characters; this one has {name.Length}.",
        _ when name.AsSpan().ContainsAnyExcept(Legal) => "A topic's name has only the characters a-z A-Z 0-9 . _ -",
        _ => null,
    };

    /// <summary>True for topics that belong to the engine (<c>__*</c>, <c>_schemas</c>): no public route writes, deletes or truncates them.</summary>
    public static bool IsInternal(string name) => name.StartsWith("__", StringComparison.Ordinal) || name == "_schemas";
}
