using System.Collections.Concurrent;
using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>The files that a schema may import without a reference. Thread-safe; each is read when it is first imported.</summary>
internal static class WellKnownFiles
{
    private const string Prefix = "protobuf/";

    private static readonly ConcurrentDictionary<string, Lazy<ProtoFile>> Files = new(StringComparer.Ordinal);

    public static IEnumerable<string> Paths =>
        typeof(WellKnownFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]);

    private static readonly Lazy<Dictionary<string, ProtoType>> Types = new(() =>
        Paths.SelectMany(path => Find(path)!.Exported).DistinctBy(each => each.Key).ToDictionary(StringComparer.Ordinal));

    /// <summary>A type of any of the files by its full name.</summary>
    public static ProtoType? FindType(string name) => Types.Value.GetValueOrDefault(name);

    /// <summary>The file, linked; null when none is built in at this path.</summary>
    public static ProtoFile? Find(string path)
    {
        if (Files.TryGetValue(path, out var known)) return known.Value;
        if (typeof(WellKnownFiles).Assembly.GetManifestResourceInfo(Prefix + path) is null) return null;
        return Files.GetOrAdd(path, each => new Lazy<ProtoFile>(() => Load(each))).Value;
    }

    private static ProtoFile Load(string path)
    {
        using var stream = typeof(WellKnownFiles).Assembly.GetManifestResourceStream(Prefix + path)!;
        using var reader = new StreamReader(stream);
        var file = ProtoParser.Parse(reader.ReadToEnd(), path, ProtoRules.Protoc);
        foreach (var import in file.Imports) file.Dependencies.Add(Find(import.Path)!);
        ProtoLinker.Link(file, ProtoRules.Protoc, _ => null);
        return file;
    }
}
