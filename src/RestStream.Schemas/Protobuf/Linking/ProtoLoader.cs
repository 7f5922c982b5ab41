using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Reads a schema with the files that it imports: built-in ones, and those of its references. Never a file or the network.</summary>
internal sealed class ProtoLoader
{
    private readonly Dictionary<string, ResolvedReference> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProtoFile?> _loaded = new(StringComparer.Ordinal);

    private ProtoLoader(IReadOnlyList<ResolvedReference> references) => Collect(references);

    /// <exception cref="SchemaException">A text is wrong, or something that it uses is missing.</exception>
    public static ProtoFile Load(string text, IReadOnlyList<ResolvedReference> references)
    {
        var loader = new ProtoLoader(references);
        var file = Read(text, ProtoFile.RootPath);
        loader.Complete(file);
        return file;
    }

    /// <summary>Gathers what is referenced, nearest first: where two versions have one path, the nearer one counts.</summary>
    private void Collect(IReadOnlyList<ResolvedReference> references)
    {
        var waiting = new Queue<ResolvedReference>(references);
        while (waiting.TryDequeue(out var reference))
        {
            if (!_references.TryAdd(reference.Reference.Name, reference)) continue;
            if (_references.Count > ProtobufLimits.MaxFiles) throw new SchemaException($"The schema stands on more than {ProtobufLimits.MaxFiles} others.");
            foreach (var next in reference.References) waiting.Enqueue(next);
        }
    }

    /// <summary>Reads text; what is no text may be a descriptor in base64.</summary>
    private static ProtoFile Read(string text, string path)
    {
        try
        {
            return ProtoParser.Parse(text, path);
        }
        catch (SchemaException)
        {
            if (DescriptorReader.TryRead(text, path, out var file)) return file;
            throw;
        }
    }

    private void Complete(ProtoFile file)
    {
        foreach (var import in file.Imports) file.Dependencies.Add(Import(import));
        ProtoLinker.Link(file);
        CustomOptions.Complete(file);
    }

    private ProtoFile Import(ProtoImport import)
    {
        if (WellKnownFiles.Find(import.Path) is { } known) return known;
        if (_loaded.TryGetValue(import.Path, out var loaded))
            return loaded ?? throw ProtoTokenizer.Error($"the import \"{import.Path}\" leads back to this file", import.Place);
        if (!_references.TryGetValue(import.Path, out var reference))
            throw ProtoTokenizer.Error($"no reference is named \"{import.Path}\": add one for this import", import.Place);
        return Load(reference, import.Path);
    }

    private ProtoFile Load(ResolvedReference reference, string path)
    {
        _loaded[path] = null;
        try
        {
            var file = Read(reference.Text, path);
            file.Path = path;
            file.Reference = reference.Reference;
            Complete(file);
            _loaded[path] = file;
            return file;
        }
        catch (SchemaException e) when (e.Place?.Contains(" of \"", StringComparison.Ordinal) != true)
        {
            throw new SchemaException(e.Message, $"{e.Place ?? "somewhere"} of \"{path}\"");
        }
    }
}
