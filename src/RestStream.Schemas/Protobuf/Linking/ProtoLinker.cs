using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Completes a file whose dependencies are complete: gives full names, resolves the names of types, and checks what it means.</summary>
internal sealed class ProtoLinker
{
    private readonly ProtoFile _file;
    private readonly ProtoRules _rules;
    private readonly Func<string, ProtoType?> _elsewhere;
    private readonly Dictionary<string, ProtoPlace> _declared = new(StringComparer.Ordinal);
    private TypeScope _scope = null!;

    private ProtoLinker(ProtoFile file, ProtoRules rules, Func<string, ProtoType?> elsewhere) => (_file, _rules, _elsewhere) = (file, rules, elsewhere);

    /// <param name="file">The file.</param>
    /// <param name="rules">What it is held to.</param>
    /// <param name="elsewhere">Finds a type by its full name in files that this one does not import.</param>
    public static void Link(ProtoFile file, ProtoRules rules, Func<string, ProtoType?> elsewhere)
    {
        if (file.Package.Length > ProtobufLimits.MaxNameLength) throw new SchemaException($"The package's name is longer than {ProtobufLimits.MaxNameLength} characters.");
        var linker = new ProtoLinker(file, rules, elsewhere);
        linker.Declare();
        linker.Resolve();
        if (rules == ProtoRules.Protoc) FileChecks.Check(file);
    }

    private void Declare()
    {
        foreach (var type in _file.Types) Declare(type, null);
        DeclareExtends(_file.Extends, _file.Package);
        foreach (var service in _file.Services) Declare(service);
        for (var at = 0; at < _file.Dependencies.Count; at++)
        {
            if (_file.Imports[at].Kind == ImportKind.Public) ReExport(_file.Dependencies[at]);
        }
    }

    private void ReExport(ProtoFile dependency)
    {
        foreach (var (name, type) in dependency.Exported) _file.Exported.TryAdd(name, type);
    }

    private string Declare(string name, string scope, ProtoPlace place)
    {
        var full = scope.Length == 0 ? name : $"{scope}.{name}";
        if (full.Length > ProtobufLimits.MaxNameLength) throw ProtoTokenizer.Error($"a name with its package is longer than {ProtobufLimits.MaxNameLength} characters", place);
        if (!_declared.TryAdd(full, place) && _rules == ProtoRules.Protoc) throw ProtoTokenizer.Error($"{full} is declared already, at {_declared[full]}", place);
        return full;
    }

    private void Declare(ProtoType type, ProtoMessage? parent)
    {
        var scope = parent?.FullName ?? _file.Package;
        type.File = _file;
        type.Parent = parent;
        type.FullName = Declare(type.Name, scope, type.Place);
        _file.Exported[type.FullName] = type;
        if (type is ProtoEnum asEnum) DeclareValues(asEnum, scope);
        else DeclareMembers((ProtoMessage)type);
    }

    /// <summary>An enum's values are named beside it, not inside it.</summary>
    private void DeclareValues(ProtoEnum declared, string scope)
    {
        foreach (var value in declared.Values) Declare(value.Name, scope, value.Place);
    }

    private void DeclareMembers(ProtoMessage message)
    {
        foreach (var field in message.AllFields)
        {
            Declare(field.Name, message.FullName, field.Place);
            if (field.IsMap) Declare(field.MapEntryName, message.FullName, field.Place);
        }

        foreach (var oneof in message.Oneofs) Declare(oneof.Name, message.FullName, oneof.Place);
        foreach (var type in message.Types) Declare(type, message);
        DeclareExtends(message.Extends, message.FullName);
    }

    private void DeclareExtends(List<ProtoExtend> extends, string scope)
    {
        foreach (var field in extends.SelectMany(extend => extend.Fields)) field.ExtensionName = Declare(field.Name, scope, field.Place);
    }

    private void Declare(ProtoService service)
    {
        var full = Declare(service.Name, _file.Package, service.Place);
        foreach (var method in service.Methods) Declare(method.Name, full, method.Place);
    }

    private void Resolve()
    {
        _scope = new TypeScope(_file, _rules, _elsewhere);
        foreach (var message in _file.Messages) Resolve(message);
        ResolveExtends(_file.Extends, _file.Package);
        foreach (var service in _file.Services) Resolve(service);
    }

    private void Resolve(ProtoMessage message)
    {
        foreach (var field in message.AllFields) Resolve(field, message.FullName);
        foreach (var inner in message.Messages) Resolve(inner);
        ResolveExtends(message.Extends, message.FullName);
    }

    private void Resolve(ProtoField field, string scope)
    {
        if (field.TypeName.Length == 0 || field.Type is not null) return;
        field.Type = Find(field.TypeName, scope, field.Place);
        var isGroup = field.Kind == FieldKind.Group;
        if (field.Type is ProtoMessage group && isGroup) group.IsGroup = true;
        else if (field is { IsRepeated: true, Message: { IsMapEntry: true } entry }) ResolveMap(field, entry);
        else field.Kind = field.Type is ProtoEnum ? FieldKind.Enum : FieldKind.Message;
    }

    private void ResolveMap(ProtoField field, ProtoMessage entry)
    {
        foreach (var part in entry.AllFields) Resolve(part, entry.FullName);
        field.BecomeMap(entry);
    }

    private ProtoType Find(string name, string scope, ProtoPlace place) => _scope.Find(name, scope) ?? throw Unknown(name, place);

    private SchemaException Unknown(string name, ProtoPlace place)
    {
        var missing = _file.Imports.Where((_, at) => _file.Dependencies[at].IsMissing).Select(import => $"\"{import.Path}\"").Take(5).ToList();
        var cure = missing.Count == 0 ? "declare it, or import the file that does" : $"no reference is named {string.Join(" or ", missing)}: add one for the import that declares it";
        return ProtoTokenizer.Error($"the type {name} is not known here: {cure}", place);
    }

    private ProtoMessage FindMessage(string name, string scope, ProtoPlace place) =>
        Find(name, scope, place) as ProtoMessage ?? throw ProtoTokenizer.Error($"{name} is an enum where a message is needed", place);

    private void ResolveExtends(List<ProtoExtend> extends, string scope)
    {
        foreach (var extend in extends)
        {
            extend.Extendee = FindMessage(extend.ExtendeeName, scope, extend.Place);
            foreach (var field in extend.Fields) Resolve(field, scope);
        }
    }

    private void Resolve(ProtoService service)
    {
        var scope = _file.Package.Length == 0 ? service.Name : $"{_file.Package}.{service.Name}";
        foreach (var method in service.Methods)
        {
            method.Input = FindMessage(method.InputName, scope, method.Place);
            method.Output = FindMessage(method.OutputName, scope, method.Place);
        }
    }
}
