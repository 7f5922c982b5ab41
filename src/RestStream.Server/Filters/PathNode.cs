using System.Text;

namespace RestStream.Server.Filters;

/// <summary>One step of the paths of a filter into the value; all paths together are a tree, so that one pass over the value finds them. Grows while a filter is compiled.</summary>
internal sealed class PathNode
{
    private readonly List<(byte[] Name, PathNode Node)> _members = [];
    private readonly List<(int Index, PathNode Node)> _elements = [];

    /// <summary>Where what is found here is kept; -1 when no path ends here.</summary>
    public int Slot { get; set; } = -1;

    public bool HasMembers => _members.Count > 0;

    public bool HasElements => _elements.Count > 0;

    /// <summary>The step to a member, made when it is not there.</summary>
    public PathNode Member(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        foreach (var (known, node) in _members)
        {
            if (known.AsSpan().SequenceEqual(utf8)) return node;
        }

        var made = new PathNode();
        _members.Add((utf8, made));
        return made;
    }

    /// <summary>The step to an element, made when it is not there.</summary>
    public PathNode Element(int index)
    {
        if (FindElement(index) is { } known) return known;
        var made = new PathNode();
        _elements.Add((index, made));
        return made;
    }

    public PathNode? FindMember(ReadOnlySpan<byte> name)
    {
        foreach (var (known, node) in _members)
        {
            if (name.SequenceEqual(known)) return node;
        }

        return null;
    }

    public PathNode? FindElement(int index)
    {
        foreach (var (known, node) in _elements)
        {
            if (known == index) return node;
        }

        return null;
    }

    /// <summary>The longest name of a member, in bytes.</summary>
    public int LongestName => _members.Count == 0 ? 0 : _members.Max(member => member.Name.Length);

    /// <summary>Forgets what was found here and below: of members of one name the last counts, as for everyone who reads JSON.</summary>
    public void Clear(Span<FilterSlot> slots)
    {
        if (Slot >= 0) slots[Slot] = default;
        foreach (var (_, node) in _members) node.Clear(slots);
        foreach (var (_, node) in _elements) node.Clear(slots);
    }
}
