namespace RestStream.Core.Topics;

/// <summary>A topic's name, or a pattern of names in which each <c>*</c> stands for any characters, also none: <c>trucks-*</c>. Immutable.</summary>
public sealed class TopicPattern
{
    private readonly string[] _parts;

    /// <summary>From a text without a <see cref="Violation"/>.</summary>
    public TopicPattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _parts = text.Split('*');
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>False for a plain name.</summary>
    public bool IsPattern => _parts.Length > 1;

    /// <summary>What every name that matches begins with.</summary>
    public string Prefix => _parts[0];

    /// <summary>The rule that <paramref name="text"/> breaks, as a sentence; null when it is a name or a pattern.</summary>
    public static string? Violation(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Replace("*", "", StringComparison.Ordinal);
        if (plain.Length == text.Length) return TopicName.Violation(text);
        if (text.Length > TopicName.MaxLength) return $"A pattern has at most {TopicName.MaxLength} characters; this one has {text.Length}.";
        return plain.Length == 0 || plain is "." or ".." || TopicName.Violation(plain) is null ? null : "A pattern has only the characters a-z A-Z 0-9 . _ - and *, which stands for any.";
    }

    /// <summary>True when a name fits.</summary>
    public bool Matches(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsPattern) return name == Text;
        var last = _parts[^1];
        if (name.Length < _parts[0].Length + last.Length) return false;
        if (!name.StartsWith(_parts[0], StringComparison.Ordinal) || !name.EndsWith(last, StringComparison.Ordinal)) return false;
        // Each middle part as early as it can be: if any way fits, that one does.
        var rest = name.AsSpan(_parts[0].Length, name.Length - _parts[0].Length - last.Length);
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0) return false;
            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
