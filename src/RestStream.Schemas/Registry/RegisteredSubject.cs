using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>A subject and its versions. Immutable.</summary>
public sealed class RegisteredSubject
{
    private static readonly IComparer<RegisteredVersion> ByNumber = Comparer<RegisteredVersion>.Create((a, b) => a.Version.CompareTo(b.Version));

    private RegisteredSubject(string name, ImmutableList<RegisteredVersion> versions, RegisteredVersion? latest, bool hasClientVersions) =>
        (Name, Versions, Latest, HasClientVersions) = (name, versions, latest, hasClientVersions);

    /// <summary>Its name, qualified.</summary>
    public string Name { get; }

    /// <summary>All versions by number, soft-deleted ones too; one at least.</summary>
    public ImmutableList<RegisteredVersion> Versions { get; }

    /// <summary>The newest live version; null when all are soft-deleted.</summary>
    public RegisteredVersion? Latest { get; }

    /// <summary>True when a client kept a version in some version's metadata.</summary>
    internal bool HasClientVersions { get; }

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
        var hasClientVersions = subject?.HasClientVersions is true || SchemaMetadata.HasVersion(version.Schema.Metadata);
        if (subject is null) return new(version.Subject, [version], version.IsDeleted ? null : version, hasClientVersions);
        var index = IndexOf(subject.Versions, version.Version);
        var versions = index < 0 ? subject.Versions.Insert(~index, version) : subject.Versions.SetItem(index, version);
        var latest = subject.Latest;
        if (!version.IsDeleted && (latest is null || latest.Version <= version.Version)) latest = version;
        else if (version.IsDeleted && latest?.Version == version.Version) latest = NewestBelow(versions, index);
        return new(subject.Name, versions, latest, hasClientVersions);
    }

    /// <summary>Without the version; null when it was the last.</summary>
    internal RegisteredSubject? Without(int version)
    {
        var index = IndexOf(Versions, version);
        if (index < 0) return this;
        return Versions.Count == 1 ? null : new(Name, Versions.RemoveAt(index), Latest?.Version == version ? NewestBelow(Versions, index) : Latest, HasClientVersions);
    }

    /// <summary>With all versions up to that number soft-deleted.</summary>
    internal RegisteredSubject SoftDeletedUpTo(int version) =>
        new(Name, [.. Versions.Select(one => one.Version <= version && !one.IsDeleted ? one with { IsDeleted = true } : one)], Latest?.Version <= version ? null : Latest, HasClientVersions);

    // Above the newest live version all are soft-deleted: the next one is below it, and no version is passed twice.
    private static RegisteredVersion? NewestBelow(ImmutableList<RegisteredVersion> versions, int index)
    {
        while (--index >= 0)
        {
            if (!versions[index].IsDeleted) return versions[index];
        }

        return null;
    }

    private static int IndexOf(ImmutableList<RegisteredVersion> versions, int version)
    {
        // Most often the next version is asked for.
        if (versions[^1].Version < version) return ~versions.Count;
        return versions.BinarySearch(new RegisteredVersion("", version, null!, false, 0), ByNumber);
    }
}
