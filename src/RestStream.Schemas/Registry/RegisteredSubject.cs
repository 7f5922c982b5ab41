using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>A subject and its versions. Immutable.</summary>
public sealed class RegisteredSubject
{
    private static readonly IComparer<RegisteredVersion> ByNumber = Comparer<RegisteredVersion>.Create((a, b) => a.Version.CompareTo(b.Version));

    private RegisteredSubject(string name, ImmutableList<RegisteredVersion> versions)
    {
        (Name, Versions) = (name, versions);
        for (var i = versions.Count - 1; i >= 0 && Latest is null; i--)
        {
            if (!versions[i].IsDeleted) Latest = versions[i];
        }
    }

    /// <summary>Its name, qualified.</summary>
    public string Name { get; }

    /// <summary>All versions by number, soft-deleted ones too; one at least.</summary>
    public ImmutableList<RegisteredVersion> Versions { get; }

    /// <summary>The newest live version; null when all are soft-deleted.</summary>
    public RegisteredVersion? Latest { get; }

    /// <summary>The live versions, newest first.</summary>
    public IEnumerable<RegisteredVersion> NewestFirst
    {
        get
        {
            for (var i = Versions.Count - 1; i >= 0; i--)
            {
                if (!Versions[i].IsDeleted) yield return Versions[i];
            }
        }
    }

    /// <summary>The version of that number, live or soft-deleted; null when there is none.</summary>
    public RegisteredVersion? Find(int version)
    {
        var index = IndexOf(Versions, version);
        return index < 0 ? null : Versions[index];
    }

    internal static RegisteredSubject With(RegisteredSubject? subject, RegisteredVersion version)
    {
        if (subject is null) return new(version.Subject, [version]);
        var index = IndexOf(subject.Versions, version.Version);
        return new(subject.Name, index < 0 ? subject.Versions.Insert(~index, version) : subject.Versions.SetItem(index, version));
    }

    /// <summary>Without the version; null when it was the last.</summary>
    internal RegisteredSubject? Without(int version)
    {
        var index = IndexOf(Versions, version);
        if (index < 0) return this;
        return Versions.Count == 1 ? null : new(Name, Versions.RemoveAt(index));
    }

    /// <summary>With all versions up to that number soft-deleted.</summary>
    internal RegisteredSubject SoftDeletedUpTo(int version) =>
        new(Name, [.. Versions.Select(one => one.Version <= version && !one.IsDeleted ? one with { IsDeleted = true } : one)]);

    private static int IndexOf(ImmutableList<RegisteredVersion> versions, int version)
    {
        // Most often the next version is asked for.
        if (versions[^1].Version < version) return ~versions.Count;
        return versions.BinarySearch(new RegisteredVersion("", version, null!, false, 0), ByNumber);
    }
}
