using RestStream.Schemas.Protobuf.Descriptors;

namespace RestStream.Schemas.Protobuf.Model;

/// <summary>A <c>.proto</c> file. Built by a reader, completed by the linker, not changed after.</summary>
internal sealed class ProtoFile
{
    /// <summary>The name that a schema has when no import names it.</summary>
    public const string RootPath = "default";

    public string Path { get; set; } = RootPath;

    public ProtoSyntax Syntax { get; set; }

    public bool SyntaxStated { get; set; }

    public string Package { get; set; } = "";

    public List<ProtoImport> Imports { get; } = [];

    public List<ProtoOption> Options { get; } = [];

    public List<ProtoType> Types { get; } = [];

    public List<ProtoExtend> Extends { get; } = [];

    public List<ProtoService> Services { get; } = [];

    /// <summary>The file stands for one that is imported and not there: nothing of it may be needed.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The files that the imports name, in the same order.</summary>
    public List<ProtoFile> Dependencies { get; } = [];

    /// <summary>The registered version that this file is; null for the schema itself and for a built-in file.</summary>
    public SchemaReference? Reference { get; set; }

    /// <summary>The types that a file which imports this one may name, by full name: its own, and those of its public imports.</summary>
    public Dictionary<string, ProtoType> Exported { get; } = new(StringComparer.Ordinal);

    /// <summary>What a descriptor's options hold beyond the known ones, until the imports are there.</summary>
    public List<CustomOptions> CustomOptions { get; } = [];

    public IEnumerable<ProtoMessage> Messages => Types.OfType<ProtoMessage>();

    /// <summary>This file and all that it imports, each once, what is imported first.</summary>
    public IReadOnlyList<ProtoFile> Closure()
    {
        List<ProtoFile> closure = [];
        Collect(this, [], closure);
        return closure;
    }

    /// <summary>The <c>extend</c> blocks of the file, those inside messages too.</summary>
    public IEnumerable<ProtoExtend> AllExtends() => Extends.Concat(Messages.SelectMany(ExtendsOf));

    private static IEnumerable<ProtoExtend> ExtendsOf(ProtoMessage message) => message.Extends.Concat(message.Messages.SelectMany(ExtendsOf));

    private static void Collect(ProtoFile file, HashSet<ProtoFile> seen, List<ProtoFile> closure)
    {
        if (!seen.Add(file)) return;
        foreach (var dependency in file.Dependencies) Collect(dependency, seen, closure);
        closure.Add(file);
    }
}
