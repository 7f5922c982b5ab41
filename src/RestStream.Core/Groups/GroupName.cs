namespace RestStream.Core.Groups;

/// <summary>Kafka's rules for a group's name: not empty, at most 249 characters here (it becomes part of a topic's name), no control characters.</summary>
public static class GroupName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 249;

    /// <summary>The rule that <paramref name="name"/> breaks, as a sentence; null when the name is legal.</summary>
    public static string? Violation(string name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => "A group's name is empty.",
        { Length: > MaxLength } => $"A group's name has at most {MaxLength} characters; this one has {name.Length}.",
        _ when name.AsSpan().ContainsAnyInRange('\0', '\u001f') || name.Contains('\u007f', StringComparison.Ordinal) => "A group's name has no control characters.",
        _ => null,
    };
}
