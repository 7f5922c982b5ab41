using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Reads a schema with the files that it imports: built-in ones, and those of its references. Never a file or the network.</summary>
internal sealed class ProtoLoader
{
    private readonly Dictionary<string, ResolvedReference> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProtoFile?> _loaded = new(StringComparer.Ordinal);
    private Dictionary<string, ProtoType>? _elsewhere;

    // While all references are tried: each that is wrong is read once, though many may import it.
    private Dictionary<string, SchemaException>? _wrong;

    private ProtoLoader(IReadOnlyList<ResolvedReference> references) => Collect(references);

    /// <exception cref="SchemaException">A text is wrong, or something that it uses is missing.</exception>
    public static ProtoFile Load(string text, IReadOnlyList<ResolvedReference> references, ProtoRules rules)
    {
        var loader = new ProtoLoader(references);
        var file = Read(text, ProtoFile.RootPath, rules);
        loader.Complete(file, rules);
        return file;
    }

    /// <summary>Reads a text without what it imports: its types have no full names, and what it uses is not looked for.</summary>
    /// <exception cref="SchemaException">The text breaks the grammar.</exception>
    public static ProtoFile ReadAlone(string text) => Read(text, ProtoFile.RootPath, ProtoRules.Grammar);

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
    private static ProtoFile Read(string text, string path, ProtoRules rules)
    {
        try
        {
            return ProtoParser.Parse(text, path, rules);
        }
        catch (SchemaException)
        {
            if (DescriptorReader.TryRead(text, path, out var file)) return file;
            throw;
        }
    }

    private void Complete(ProtoFile file, ProtoRules rules)
    {
        foreach (var import in file.Imports) file.Dependencies.Add(Import(import));
        ProtoLinker.Link(file, rules, FindElsewhere);
        CustomOptions.Complete(file);
    }

    private ProtoFile Import(ProtoImport import)
    {
        if (WellKnownFiles.Find(import.Path) is { } known) return known;
        if (_loaded.TryGetValue(import.Path, out var loaded))
            return loaded ?? throw ProtoTokenizer.Error($"the import \"{import.Path}\" leads back to this file", import.Place);
        return _references.TryGetValue(import.Path, out var reference) ? Load(reference, import.Path) : new ProtoFile { Path = import.Path, IsMissing = true };
    }

    /// <summary>A type of any file at hand: of the schema's references, imported or not, and of the built-in files.</summary>
    private ProtoType? FindElsewhere(string name)
    {
        if (_elsewhere is null) LoadElsewhere();
        return _elsewhere!.GetValueOrDefault(name) ?? WellKnownFiles.FindType(name);
    }

    private void LoadElsewhere()
    {
        _elsewhere = new(StringComparer.Ordinal);
        _wrong = new(StringComparer.Ordinal);
        foreach (var file in _loaded.Values) AddElsewhere(file);
        foreach (var (path, reference) in _references)
        {
            if (!_loaded.ContainsKey(path)) TryLoad(reference, path);
        }

        _wrong = null;
    }

    /// <summary>A file that no import names need not be right: its types are then not known.</summary>
    private void TryLoad(ResolvedReference reference, string path)
    {
        try
        {
            Load(reference, path);
        }
        catch (SchemaException)
        {
            return;
        }
    }

    private void AddElsewhere(ProtoFile? file)
    {
        if (file is null || _elsewhere is null) return;
        foreach (var (name, type) in file.Exported) _elsewhere.TryAdd(name, type);
    }

    private ProtoFile Load(ResolvedReference reference, string path)
    {
        if (_wrong?.TryGetValue(path, out var known) == true) throw known;
        _loaded[path] = null;
        try
        {
            var file = Read(reference.Text, path, ProtoRules.Grammar);
            file.Path = path;
            file.Reference = reference.Reference;
            Complete(file, ProtoRules.Grammar);
            _loaded[path] = file;
            AddElsewhere(file);
            return file;
        }
        catch (SchemaException e)
        {
            _loaded.Remove(path);
            var told = e.Place?.Contains(" of \"", StringComparison.Ordinal) == true ? e : new SchemaException(e.Message, $"{e.Place ?? "somewhere"} of \"{path}\"");
            _wrong?.TryAdd(path, told);
            throw told;
        }
    }
}
