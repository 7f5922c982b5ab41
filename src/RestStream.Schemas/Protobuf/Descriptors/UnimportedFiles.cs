using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>The files of whose types a file makes use without importing them, which Confluent's registry allows. A descriptor has to name them.</summary>
internal static class UnimportedFiles
{
    public static IReadOnlyList<string> Of(ProtoFile file)
    {
        var known = file.Imports.Select(import => import.Path).Append(file.Path).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<ProtoFile>();
        foreach (var dependency in file.Dependencies) AddPublic(dependency, known, seen);
        return [.. Types(file).Select(type => type.File.Path).Where(known.Add)];
    }

    private static void AddPublic(ProtoFile file, HashSet<string> known, HashSet<ProtoFile> seen)
    {
        if (!seen.Add(file)) return;
        known.Add(file.Path);
        for (var at = 0; at < file.Dependencies.Count; at++)
        {
            if (file.Imports[at].Kind == ImportKind.Public) AddPublic(file.Dependencies[at], known, seen);
        }
    }

    private static IEnumerable<ProtoType> Types(ProtoFile file)
    {
        var fields = file.Messages.SelectMany(FieldsOf).Concat(file.AllExtends().SelectMany(extend => extend.Fields)).Select(field => field.Type);
        var methods = file.Services.SelectMany(service => service.Methods).SelectMany(method => new[] { method.Input, method.Output });
        return fields.Concat(methods).Concat(file.AllExtends().Select(extend => extend.Extendee)).OfType<ProtoType>();
    }

    private static IEnumerable<ProtoField> FieldsOf(ProtoMessage message) => message.AllFields.Concat(message.Messages.SelectMany(FieldsOf));
}
