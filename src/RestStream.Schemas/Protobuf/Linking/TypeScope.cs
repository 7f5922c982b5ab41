using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>The names that a file sees: its own types, those of its imports and of their public imports, and the packages of all.</summary>
internal sealed class TypeScope
{
    private readonly Dictionary<string, ProtoType> _types;
    private readonly HashSet<string> _packages = new(StringComparer.Ordinal);
    private readonly ProtoRules _rules;
    private readonly Func<string, ProtoType?> _elsewhere;

    public TypeScope(ProtoFile file, ProtoRules rules, Func<string, ProtoType?> elsewhere)
    {
        (_rules, _elsewhere) = (rules, elsewhere);
        _types = new Dictionary<string, ProtoType>(file.Exported, StringComparer.Ordinal);
        AddPackage(file.Package);
        for (var at = 0; at < file.Dependencies.Count; at++) Add(file.Dependencies[at], file.Imports[at]);
    }

    /// <summary>
    /// The type that a name means in a scope: the innermost scope that knows the name's first part decides, even where the rest is then not found there.
    /// A leading dot names it in full. What protoc does not see is sought in the other files at hand, as Confluent's registry does.
    /// </summary>
    public ProtoType? Find(string name, string scope) => FindVisible(name, scope) ?? FindElsewhere(name, scope);

    private ProtoType? FindElsewhere(string name, string scope)
    {
        if (name[0] == '.') return _elsewhere(name[1..]);
        for (var outer = scope; ; outer = Parent(outer))
        {
            if (_elsewhere(outer.Length == 0 ? name : $"{outer}.{name}") is { } found) return found;
            if (outer.Length == 0) return null;
        }
    }

    private ProtoType? FindVisible(string name, string scope)
    {
        if (name[0] == '.') return _types.GetValueOrDefault(name[1..]);
        var first = name.Split('.', 2)[0];
        for (var outer = scope; ; outer = Parent(outer))
        {
            var prefix = outer.Length == 0 ? "" : outer + ".";
            var known = _types.ContainsKey(prefix + first) || (first.Length < name.Length && _packages.Contains(prefix + first));
            if (known) return _types.GetValueOrDefault(prefix + name);
            if (outer.Length == 0) return null;
        }
    }

    private static string Parent(string scope)
    {
        var dot = scope.LastIndexOf('.');
        return dot < 0 ? "" : scope[..dot];
    }

    private void Add(ProtoFile dependency, ProtoImport import)
    {
        foreach (var (name, type) in dependency.Exported)
        {
            if (!_types.TryAdd(name, type) && _types[name] != type && _rules == ProtoRules.Protoc)
                throw ProtoTokenizer.Error($"{name} is declared in \"{_types[name].File.Path}\" and in \"{type.File.Path}\"", import.Place);
        }

        AddPackage(dependency.Package);
        foreach (var type in dependency.Exported.Values) AddPackage(type.File.Package);
    }

    private void AddPackage(string package)
    {
        var each = package;
        while (each.Length > 0 && _packages.Add(each)) each = Parent(each);
    }
}
