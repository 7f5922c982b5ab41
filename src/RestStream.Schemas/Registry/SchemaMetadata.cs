using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>What is kept with a schema and means nothing to the server: tags of paths, properties, and which of these are sensitive. Names are in ordinal order. Immutable.</summary>
/// <param name="Tags">Tags by path.</param>
/// <param name="Properties">Texts by name.</param>
/// <param name="Sensitive">Names of properties that are secret.</param>
public sealed record SchemaMetadata(
    ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Tags, ImmutableSortedDictionary<string, string> Properties, ImmutableSortedSet<string> Sensitive)
{
    /// <summary>The property in which a client keeps a schema's version.</summary>
    public const string VersionProperty = "confluent:version";

    internal static readonly SchemaMetadata Empty = new(
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Both together; what <paramref name="over"/> says of a name counts.</summary>
    internal static SchemaMetadata? Merge(SchemaMetadata? under, SchemaMetadata? over)
    {
        if (under is null || over is null) return over ?? under;
        return new(under.Tags.SetItems(over.Tags), under.Properties.SetItems(over.Properties), under.Sensitive.Union(over.Sensitive));
    }

    /// <summary>The same with the version that a client keeps in it.</summary>
    internal static SchemaMetadata WithVersion(SchemaMetadata? metadata, int version)
    {
        metadata ??= Empty;
        return metadata with { Properties = metadata.Properties.SetItem(VersionProperty, version.ToString(System.Globalization.CultureInfo.InvariantCulture)) };
    }

    internal static bool HasVersion(SchemaMetadata? metadata) => metadata?.Properties.ContainsKey(VersionProperty) is true;

    /// <summary>True when they differ at most in the version that a client keeps.</summary>
    internal static bool IsSame(SchemaMetadata? one, SchemaMetadata? other) => Bare(one) is var a && Bare(other) is var b && (a is null ? b is null : a.Equals(b));

    /// <inheritdoc/>
    public bool Equals(SchemaMetadata? other) =>
        other is not null && Sensitive.SequenceEqual(other.Sensitive) && Properties.SequenceEqual(other.Properties)
        && Tags.Count == other.Tags.Count && Tags.Zip(other.Tags).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.SequenceEqual(pair.Second.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tags.Count, Properties.Count, Sensitive.Count);

    private static SchemaMetadata? Bare(SchemaMetadata? metadata)
    {
        if (metadata is null) return null;
        var bare = metadata with { Properties = metadata.Properties.Remove(VersionProperty) };
        return bare.Properties.IsEmpty && bare.Tags.IsEmpty && bare.Sensitive.IsEmpty ? null : bare;
    }
}
