using RestStream.Schemas.Json.Numbers;

namespace RestStream.Schemas.Json.Inference;

/// <summary>What was seen at one place of the samples: the whole, a member, the items of an array. Not thread-safe.</summary>
internal sealed class InferredPlace(SchemaInferenceOptions options)
{
    private readonly Dictionary<string, InferredPlace> _members = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private long _lastRound;
    private long _rounds;

    /// <summary>The types that were seen.</summary>
    public InferredTypes Types { get; private set; }

    /// <summary>Whether it was seen too deep to be described.</summary>
    public bool IsAnything { get; private set; }

    /// <summary>What its strings have in common.</summary>
    public InferredStrings? Strings { get; private set; }

    /// <summary>The items of its arrays; null while all were empty.</summary>
    public InferredPlace? Items { get; set; }

    /// <summary>The members of its objects that are not named; null when all are.</summary>
    public InferredPlace? Rest { get; set; }

    /// <summary>The named members of its objects, in the order in which they were met.</summary>
    public IEnumerable<(string Name, InferredPlace Place, bool IsAlwaysThere)> Members =>
        _names.Select(name => (name, _members[name], _members[name]._rounds == ObjectCount));

    private long ObjectCount { get; set; }

    public void See(InferredTypes type)
    {
        Types |= type;
        if (type == InferredTypes.Object) ObjectCount++;
    }

    public void SeeAnything() => IsAnything = true;

    public void SeeNumber(ReadOnlySpan<byte> text) => See(JsonNumber.Parse(text).IsInteger ? InferredTypes.Integer : InferredTypes.Number);

    /// <param name="text">The string; null for one that is no text.</param>
    public void SeeString(string? text)
    {
        See(InferredTypes.String);
        Strings ??= new InferredStrings(options);
        Strings.See(text);
    }

    /// <summary>A member that was met before, counted once for the object that is being looked at.</summary>
    public InferredPlace? FindMember(string name)
    {
        if (!_members.TryGetValue(name, out var member)) return null;
        if (member._lastRound != ObjectCount) member._rounds++;
        member._lastRound = ObjectCount;
        return member;
    }

    public InferredPlace AddMember(string name)
    {
        _names.Add(name);
        return _members[name] = new InferredPlace(options) { _lastRound = ObjectCount, _rounds = 1 };
    }
}
