using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>Writes a linked file as a FileDescriptorProto. The numbers are those of descriptor.proto, fields go out in their order.</summary>
internal sealed partial class DescriptorWriter
{
    private readonly ProtoFile _file;
    private readonly OptionEncoder _options;

    private DescriptorWriter(ProtoFile file)
    {
        _file = file;
        _options = new OptionEncoder(new OptionTypes(file));
    }

    public static byte[] Write(ProtoFile file) => new DescriptorWriter(file).File().Written.ToArray();

    private WireWriter File()
    {
        var writer = new WireWriter();
        writer.Text(1, _file.Path);
        writer.TextUnlessEmpty(2, _file.Package);
        foreach (var import in _file.Imports) writer.Text(3, import.Path);
        foreach (var path in UnimportedFiles.Of(_file)) writer.Text(3, path);
        foreach (var message in _file.Messages) writer.Message(4, Message(message));
        foreach (var declared in _file.Types.OfType<ProtoEnum>()) writer.Message(5, Enum(declared));
        foreach (var service in _file.Services) writer.Message(6, Service(service));
        foreach (var extend in _file.Extends) Extensions(writer, 7, extend, _file.Package);
        writer.MessageUnlessEmpty(8, _options.Encode("FileOptions", _file.Options, _file.Package));
        Indexes(writer, 10, ImportKind.Public);
        Indexes(writer, 11, ImportKind.Weak);
        if (_file.Syntax == ProtoSyntax.Proto3) writer.Text(12, "proto3");
        return writer;
    }

    private void Indexes(WireWriter writer, int number, ImportKind kind)
    {
        for (var at = 0; at < _file.Imports.Count; at++)
        {
            if (_file.Imports[at].Kind == kind) writer.Number(number, at);
        }
    }

    private void Extensions(WireWriter writer, int number, ProtoExtend extend, string scope)
    {
        foreach (var field in extend.Fields) writer.Message(number, Field(field, scope, extend.Extendee, null));
    }

    private WireWriter Message(ProtoMessage message)
    {
        var writer = new WireWriter();
        var oneofs = OneofIndexes(message);
        writer.Text(1, message.Name);
        foreach (var field in message.AllFields) writer.Message(2, Field(field, message.FullName, null, oneofs.TryGetValue(field, out var index) ? index : null));
        foreach (var entry in message.AllFields.Where(field => field is { IsMap: true, MapEntry: null })) writer.Message(3, MapEntry(entry));
        foreach (var inner in message.Messages) writer.Message(3, Message(inner));
        foreach (var declared in message.Types.OfType<ProtoEnum>()) writer.Message(4, Enum(declared));
        foreach (var range in message.ExtensionRanges) ExtensionRanges(writer, range, message.FullName);
        foreach (var extend in message.Extends) Extensions(writer, 6, extend, message.FullName);
        writer.MessageUnlessEmpty(7, _options.Encode("MessageOptions", message.Options, message.FullName));
        foreach (var oneof in message.Oneofs) writer.Message(8, Oneof(oneof.Name, oneof.Options, message.FullName));
        foreach (var field in message.AllFields.Where(IsSyntheticOneof)) writer.Message(8, Oneof("_" + field.Name, [], message.FullName));
        Reserved(writer, 9, message.Reserved, lastIsIncluded: false);
        return writer;
    }

    /// <summary>An optional field of proto3 stands in a oneof of its own, so that older readers keep its presence.</summary>
    private bool IsSyntheticOneof(ProtoField field) => _file.Syntax == ProtoSyntax.Proto3 && field.Label == FieldLabel.Optional && field.ExtensionName is null;

    private Dictionary<ProtoField, int> OneofIndexes(ProtoMessage message)
    {
        Dictionary<ProtoField, int> indexes = [];
        var count = 0;
        foreach (var oneof in message.Oneofs)
        {
            foreach (var field in oneof.Fields) indexes[field] = count;
            count++;
        }

        foreach (var field in message.AllFields.Where(IsSyntheticOneof)) indexes[field] = count++;
        return indexes;
    }

    private WireWriter Oneof(string name, List<ProtoOption> options, string scope)
    {
        var writer = new WireWriter();
        writer.Text(1, name);
        writer.MessageUnlessEmpty(2, _options.Encode("OneofOptions", options, scope));
        return writer;
    }

    private void ExtensionRanges(WireWriter writer, ProtoExtensionRange declared, string scope)
    {
        foreach (var range in declared.Ranges)
        {
            var part = new WireWriter();
            part.Number(1, range.First);
            part.Number(2, range.Last + 1);
            part.MessageUnlessEmpty(3, _options.Encode("ExtensionRangeOptions", declared.Options, scope));
            writer.Message(5, part);
        }
    }

    private static void Reserved(WireWriter writer, int number, List<ProtoReserved> reserved, bool lastIsIncluded)
    {
        foreach (var range in reserved.SelectMany(each => each.Ranges))
        {
            var part = new WireWriter();
            part.Number(1, range.First);
            part.Number(2, lastIsIncluded ? range.Last : range.Last + 1);
            writer.Message(number, part);
        }

        foreach (var name in reserved.SelectMany(each => each.Names)) writer.Text(number + 1, name);
    }

    private WireWriter Enum(ProtoEnum declared)
    {
        var writer = new WireWriter();
        writer.Text(1, declared.Name);
        foreach (var value in declared.Values) writer.Message(2, EnumValue(value, declared.FullName));
        writer.MessageUnlessEmpty(3, _options.Encode("EnumOptions", declared.Options, declared.FullName));
        Reserved(writer, 4, declared.Reserved, lastIsIncluded: true);
        return writer;
    }

    private WireWriter EnumValue(ProtoEnumValue value, string scope)
    {
        var writer = new WireWriter();
        writer.Text(1, value.Name);
        writer.Number(2, value.Number);
        writer.MessageUnlessEmpty(3, _options.Encode("EnumValueOptions", value.Options, scope));
        return writer;
    }

    private WireWriter Service(ProtoService service)
    {
        var writer = new WireWriter();
        writer.Text(1, service.Name);
        foreach (var method in service.Methods) writer.Message(2, Method(method));
        writer.MessageUnlessEmpty(3, _options.Encode("ServiceOptions", service.Options, _file.Package));
        return writer;
    }

    private WireWriter Method(ProtoMethod method)
    {
        var writer = new WireWriter();
        writer.Text(1, method.Name);
        writer.Text(2, "." + method.Input!.FullName);
        writer.Text(3, "." + method.Output!.FullName);
        writer.MessageUnlessEmpty(4, _options.Encode("MethodOptions", method.Options, _file.Package));
        writer.Flag(5, method.ClientStreams);
        writer.Flag(6, method.ServerStreams);
        return writer;
    }
}
