namespace RestStream.Schemas.Registry;

/// <summary>A subject with the context it is in: <c>:.ctx:name</c>, or the name alone in the default context <c>.</c>.</summary>
/// <param name="Context">The context, with its dot.</param>
/// <param name="Name">The name within; empty for the context itself.</param>
public readonly record struct QualifiedSubject(string Context, string Name)
{
    /// <summary>The default context.</summary>
    public const string DefaultContext = ".";

    /// <summary>The context whose config and mode stand behind all others.</summary>
    public const string GlobalContext = ".__GLOBAL";

    /// <summary>What lists take for all contexts.</summary>
    public const string Wildcard = ":*:";

    internal const string GlobalName = "__GLOBAL";
    internal const string EmptyName = "__EMPTY";

    /// <summary>True in the default context.</summary>
    public bool IsDefault => Context == DefaultContext;

    /// <summary>Reads a name as clients write it. Any text is one.</summary>
    public static QualifiedSubject Parse(string text)
    {
        if (!text.StartsWith(":.", StringComparison.Ordinal)) return new(DefaultContext, text);
        var end = text.IndexOf(':', 1);
        return end < 0 ? new(text[1..], "") : new(text[1..end], text[(end + 1)..]);
    }

    /// <summary>The context itself as a subject: where its config and mode are kept.</summary>
    public static string OfContext(string context) => context == DefaultContext ? "" : $":{context}:";

    /// <summary>The one way in which the subject is written: <c>:.:name</c> is <c>name</c>.</summary>
    public static string Normalize(string text) => Parse(text).ToString();

    /// <summary>The name of the same kind in the context of this one, unless it names a context itself.</summary>
    public string Qualify(string subject) => subject.StartsWith(":.", StringComparison.Ordinal) ? Normalize(subject) : new QualifiedSubject(Context, subject).ToString();

    /// <summary>True for a name under which schemas can be registered.</summary>
    public static bool IsValid(string subject)
    {
        var (context, name) = Parse(subject);
        return name.Length > 0 && name is not GlobalName and not EmptyName && context is not GlobalContext && !subject.Any(char.IsControl);
    }

    /// <inheritdoc/>
    public override string ToString() => IsDefault ? Name : $":{Context}:{Name}";
}
