namespace RestStream.Schemas.Registry;

/// <summary>A version of a subject; in the order of names, then numbers.</summary>
/// <param name="Subject">The subject, qualified.</param>
/// <param name="Version">The number, from 1.</param>
public readonly record struct SubjectVersion(string Subject, int Version) : IComparable<SubjectVersion>
{
    /// <inheritdoc/>
    public int CompareTo(SubjectVersion other)
    {
        var order = string.CompareOrdinal(Subject, other.Subject);
        return order != 0 ? order : Version.CompareTo(other.Version);
    }

    /// <summary>Earlier in the order.</summary>
    public static bool operator <(SubjectVersion left, SubjectVersion right) => left.CompareTo(right) < 0;

    /// <summary>Later in the order.</summary>
    public static bool operator >(SubjectVersion left, SubjectVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not later in the order.</summary>
    public static bool operator <=(SubjectVersion left, SubjectVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in the order.</summary>
    public static bool operator >=(SubjectVersion left, SubjectVersion right) => left.CompareTo(right) >= 0;
}
