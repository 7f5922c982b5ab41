using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>Reads a FileDescriptorProto. The numbers are those of descriptor.proto; synthetic map entries and oneofs become maps and optional fields again.</summary>
internal sealed partial class DescriptorReader
{
    private const int MaxDepth = 32;

    private readonly ProtoFile _file = new();
    private readonly List<int> _publicImports = [];
    private readonly List<int> _weakImports = [];

    /// <summary>Reads base64.</summary>
    /// <returns>False when it is not base64 of a descriptor.</returns>
    /// <exception cref="SchemaException">It is a descriptor, of something that is not read here.</exception>
    public static bool TryRead(string base64, string path, out ProtoFile file)
    {
        file = null!;
        var bytes = new byte[base64.Length];
        if (base64.Length == 0 || !Convert.TryFromBase64String(base64, bytes, out var length)) return false;
        try
        {
            file = new DescriptorReader().File(bytes.AsMemory(0, length));
            file.Path = path;
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private ProtoFile File(ReadOnlyMemory<byte> bytes)
    {
        var fields = WireField.ReadAll(bytes);
        var syntax = fields.LastOrDefault(field => field.Number == 12);
        _file.Syntax = syntax.Bytes.Length == 0 ? ProtoSyntax.Proto2 : SyntaxOf(syntax.Text);
        _file.SyntaxStated = _file.Syntax == ProtoSyntax.Proto3;
        _file.Package = fields.LastOrDefault(field => field.Number == 2) is { Bytes.Length: > 0 } package ? Name(package.Text, dots: true) : "";
        foreach (var field in fields) FilePart(field);
        if (_file.Imports.Count > ProtobufLimits.MaxFiles) throw new SchemaException($"A file imports {ProtobufLimits.MaxFiles} others at most.", "descriptor");
        for (var at = 0; at < _file.Imports.Count; at++) _file.Imports[at] = _file.Imports[at] with { Kind = KindOf(at) };
        return _file;
    }

    private static ProtoSyntax SyntaxOf(string name) => name switch
    {
        "proto2" => ProtoSyntax.Proto2,
        "proto3" => ProtoSyntax.Proto3,
        _ => throw new SchemaException($"The syntax of a descriptor is proto2 or proto3: \"{name}\" is not read here."),
    };

    private ImportKind KindOf(int import) =>
        _publicImports.Contains(import) ? ImportKind.Public : _weakImports.Contains(import) ? ImportKind.Weak : ImportKind.Plain;

    private void FilePart(WireField field)
    {
        switch (field.Number)
        {
            case 3: _file.Imports.Add(new ProtoImport(field.Text, ImportKind.Plain, default)); break;
            case 4: _file.Types.Add(Message(field.Bytes, _file.Package, 1)); break;
            case 5: _file.Types.Add(Enum(field.Bytes)); break;
            case 6: _file.Services.Add(Service(field.Bytes)); break;
            case 7: Extension(field.Bytes, _file.Extends); break;
            case 8: Options("FileOptions", field.Bytes, _file.Options); break;
            case 10: _publicImports.Add(field.Int); break;
            case 11: _weakImports.Add(field.Int); break;
        }
    }

    /// <summary>A name as the grammar allows it: what is printed must read as what it was.</summary>
    private static string Name(string name, bool dots = false)
    {
        var parts = dots ? name.TrimStart('.').Split('.') : [name];
        if (parts.All(part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))) return name;
        throw new FormatException($"'{name}' is not a name.");
    }

    private static string NameOf(List<WireField> fields) => Name(fields.LastOrDefault(field => field.Number == 1).Text);

    private void Options(string type, ReadOnlyMemory<byte> bytes, List<ProtoOption> target)
    {
        target.AddRange(OptionDecoder.Known(OptionTypes.Find(type), bytes));
        _file.CustomOptions.Add(new CustomOptions(type, bytes, target));
    }

    private ProtoMessage Message(ReadOnlyMemory<byte> bytes, string scope, int depth)
    {
        if (depth > MaxDepth) throw new SchemaException($"Messages nest {MaxDepth} deep at most.");
        var fields = WireField.ReadAll(bytes);
        var message = new ProtoMessage(NameOf(fields), default);
        var full = scope.Length == 0 ? message.Name : $"{scope}.{message.Name}";
        var nested = fields.Where(field => field.Number == 3).Select(field => Message(field.Bytes, full, depth + 1)).ToList();
        var entries = MapEntries(nested, full);
        message.Types.AddRange(nested.Where(inner => !IsMapEntry(inner)));
        foreach (var oneof in fields.Where(field => field.Number == 8)) message.Oneofs.Add(Oneof(oneof.Bytes));
        foreach (var field in fields) MessagePart(message, field, entries);
        message.Oneofs.RemoveAll(oneof => oneof.Fields.Count == 0);
        Groups(message.AllFields, message.Types, full);
        Groups(message.Extends.SelectMany(extend => extend.Fields), message.Types, full);
        return message;
    }

    private static Dictionary<string, ProtoMessage> MapEntries(List<ProtoMessage> nested, string scope)
    {
        Dictionary<string, ProtoMessage> entries = new(StringComparer.Ordinal);
        var twice = nested.Where(IsMapEntry).FirstOrDefault(entry => !entries.TryAdd($".{scope}.{entry.Name}", entry));
        return twice is null ? entries : throw new FormatException($"The message {twice.Name} is declared twice.");
    }

    private static bool IsMapEntry(ProtoMessage message) => message.Options.Exists(option => option.Is("map_entry"));

    /// <summary>Gives groups their messages: they stand beside the field.</summary>
    private static void Groups(IEnumerable<ProtoField> fields, List<ProtoType> types, string scope)
    {
        foreach (var field in fields.Where(field => field.Kind == FieldKind.Group))
        {
            var group = types.OfType<ProtoMessage>().FirstOrDefault(type => $".{scope}.{type.Name}" == field.TypeName);
            field.Type = group ?? throw new FormatException($"The group {field.Name} has no message beside it.");
            group.IsGroup = true;
        }
    }

    private void MessagePart(ProtoMessage message, WireField part, Dictionary<string, ProtoMessage> entries)
    {
        switch (part.Number)
        {
            case 2: Field(message, part.Bytes, entries); break;
            case 4: message.Types.Add(Enum(part.Bytes)); break;
            case 5: message.ExtensionRanges.Add(ExtensionRange(part.Bytes)); break;
            case 6: Extension(part.Bytes, message.Extends); break;
            case 7: Options("MessageOptions", part.Bytes, message.Options); break;
            case 9: message.Reserved.Add(ProtoReserved.Of(Range(part.Bytes, lastIsIncluded: false))); break;
            case 10: message.Reserved.Add(ProtoReserved.Of(part.Text)); break;
        }
    }

    private ProtoOneof Oneof(ReadOnlyMemory<byte> bytes)
    {
        var fields = WireField.ReadAll(bytes);
        var oneof = new ProtoOneof(NameOf(fields), default);
        foreach (var options in fields.Where(field => field.Number == 2)) Options("OneofOptions", options.Bytes, oneof.Options);
        return oneof;
    }

    private static ProtoRange Range(ReadOnlyMemory<byte> bytes, bool lastIsIncluded)
    {
        var fields = WireField.ReadAll(bytes);
        var first = fields.LastOrDefault(field => field.Number == 1).Int;
        var last = fields.LastOrDefault(field => field.Number == 2).Int - (lastIsIncluded ? 0 : 1);
        var isInside = lastIsIncluded || (first >= 1 && last <= ProtoRange.MaxFieldNumber);
        return first <= last && isInside ? new ProtoRange(first, last, default) : throw new FormatException("A range is none.");
    }

    private ProtoExtensionRange ExtensionRange(ReadOnlyMemory<byte> bytes)
    {
        List<ProtoOption> options = [];
        foreach (var part in WireField.ReadAll(bytes).Where(field => field.Number == 3)) Options("ExtensionRangeOptions", part.Bytes, options);
        return new ProtoExtensionRange([Range(bytes, lastIsIncluded: false)], options);
    }

    private ProtoEnum Enum(ReadOnlyMemory<byte> bytes)
    {
        var fields = WireField.ReadAll(bytes);
        var declared = new ProtoEnum(NameOf(fields), default);
        foreach (var part in fields)
        {
            switch (part.Number)
            {
                case 2: declared.Values.Add(EnumValue(part.Bytes)); break;
                case 3: Options("EnumOptions", part.Bytes, declared.Options); break;
                case 4: declared.Reserved.Add(ProtoReserved.Of(Range(part.Bytes, lastIsIncluded: true))); break;
                case 5: declared.Reserved.Add(ProtoReserved.Of(part.Text)); break;
            }
        }

        return declared;
    }

    private ProtoEnumValue EnumValue(ReadOnlyMemory<byte> bytes)
    {
        var fields = WireField.ReadAll(bytes);
        List<ProtoOption> options = [];
        foreach (var part in fields.Where(field => field.Number == 3)) Options("EnumValueOptions", part.Bytes, options);
        return new ProtoEnumValue(NameOf(fields), fields.LastOrDefault(field => field.Number == 2).Int, options, default);
    }

    private ProtoService Service(ReadOnlyMemory<byte> bytes)
    {
        var fields = WireField.ReadAll(bytes);
        var service = new ProtoService(NameOf(fields), default);
        foreach (var part in fields)
        {
            if (part.Number == 2) service.Methods.Add(Method(part.Bytes));
            if (part.Number == 3) Options("ServiceOptions", part.Bytes, service.Options);
        }

        return service;
    }

    private ProtoMethod Method(ReadOnlyMemory<byte> bytes)
    {
        var fields = WireField.ReadAll(bytes);
        var method = new ProtoMethod(NameOf(fields), default);
        foreach (var part in fields)
        {
            switch (part.Number)
            {
                case 2: method.InputName = Name(part.Text, dots: true); break;
                case 3: method.OutputName = Name(part.Text, dots: true); break;
                case 4: Options("MethodOptions", part.Bytes, method.Options); break;
                case 5: method.ClientStreams = part.Bits != 0; break;
                case 6: method.ServerStreams = part.Bits != 0; break;
            }
        }

        return method.InputName.Length > 0 && method.OutputName.Length > 0 ? method : throw new FormatException($"The method {method.Name} lacks a type.");
    }
}
