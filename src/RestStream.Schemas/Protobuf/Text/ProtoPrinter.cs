using System.Text;
using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>
/// Writes a file as Confluent's registry does: no comments, two spaces, the groups of each part in one order with an empty line between them, one more before the first
/// group of a file that begins with neither syntax nor package. Messages stand before enums, in the order that message indexes count.
/// </summary>
internal sealed partial class ProtoPrinter
{
    private readonly StringBuilder _text = new();
    private readonly PrintForm _form;
    private readonly OptionNormaliser? _options;
    private string _scope = "";
    private int _depth;

    private ProtoPrinter(PrintForm form, OptionNormaliser? options) => (_form, _options) = (form, options);

    public static string Print(ProtoFile file, PrintForm form)
    {
        var printer = new ProtoPrinter(form, form == PrintForm.Normalised ? new OptionNormaliser(file) : null) { _scope = file.Package };
        printer.File(file);
        return printer._text.ToString();
    }

    private bool IsNormalised => _form == PrintForm.Normalised;

    private void File(ProtoFile file)
    {
        if (file.SyntaxStated && !(IsNormalised && file.Syntax == ProtoSyntax.Proto2)) Line($"syntax = \"{NameOf(file.Syntax)}\";");
        if (file.Package.Length > 0) Line($"package {file.Package};");
        Group(Imports(file), Import);
        Group(Options(file.Options), OptionLine);
        Group(InOrder(file.Types), Type);
        Group(Extends(file.Extends), Extend);
        Group(file.Services, Service);
    }

    private static string NameOf(ProtoSyntax syntax) => syntax == ProtoSyntax.Proto3 ? "proto3" : "proto2";

    /// <summary>Plain ones, then public ones. Weak ones are left out, as Confluent does: what they declare is found among the references.</summary>
    private IEnumerable<ProtoImport> Imports(ProtoFile file)
    {
        var kept = file.Imports.Where(import => import.Kind != ImportKind.Weak).OrderBy(import => import.Kind == ImportKind.Public);
        return IsNormalised ? kept.ThenBy(import => import.Path, StringComparer.Ordinal).DistinctBy(import => (import.Kind, import.Path)) : kept;
    }

    /// <summary>The messages, then the enums; a group is written with its field, and normalised so are the entries of maps.</summary>
    private IEnumerable<ProtoType> InOrder(List<ProtoType> types) =>
        types.Where(type => type is not ProtoMessage { IsGroup: true } && !(IsNormalised && type is ProtoMessage { IsMapEntry: true })).OrderBy(type => type is ProtoEnum);

    private IEnumerable<T> Sorted<T>(IEnumerable<T> items, Func<T, int> number) => IsNormalised ? items.OrderBy(number) : items;

    /// <summary>Writes items that belong together, with an empty line before them unless they are the first of their part.</summary>
    private void Group<T>(IEnumerable<T> items, Action<T> write)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            if (isFirst && !AtStartOfPart) _text.Append('\n');
            isFirst = false;
            write(item);
        }
    }

    private bool AtStartOfPart => _text.Length > 1 && _text[^2] == '{';

    private void Line(string line) => Indent().Append(line).Append('\n');

    private StringBuilder Indent() => _text.Append(' ', _depth * 2);

    private void Open(string head)
    {
        Line(head + " {");
        _depth++;
    }

    /// <summary>Ends a part; one that is empty is written on its own line.</summary>
    private void Close(string end = "}")
    {
        _depth--;
        if (_text[^2] == '{') _text.Length--;
        else Indent();
        _text.Append(end).Append('\n');
    }

    private void Import(ProtoImport import) => Line($"import {(import.Kind == ImportKind.Public ? "public " : "")}{Quoted(import.Path)};");

    private void Type(ProtoType type)
    {
        var outer = _scope;
        _scope = type.FullName;
        if (type is ProtoEnum asEnum) Enum(asEnum);
        else Message((ProtoMessage)type);
        _scope = outer;
    }

    private void Message(ProtoMessage message)
    {
        Open("message " + message.Name);
        MessageBody(message);
        Close();
    }

    private void MessageBody(ProtoMessage message)
    {
        Group(ReservedLines(message.Reserved, ProtoRange.MaxFieldNumber), Line);
        Group(Options(message.Options), OptionLine);
        FieldGroups(message.Fields, message.Oneofs);
        if (_form != PrintForm.WithoutExtensions)
            Group(Sorted(message.ExtensionRanges.SelectMany(Apart), range => range.Ranges[0].First), ExtensionRange);
        Group(Extends(message.Extends), Extend);
        Group(InOrder(message.Types), Type);
    }

    /// <summary>Fields, oneofs, then groups.</summary>
    private void FieldGroups(List<ProtoField> fields, List<ProtoOneof> oneofs)
    {
        Group(Sorted(fields.Where(field => field.Kind != FieldKind.Group), field => field.Number), Field);
        Group(Sorted(oneofs.Where(oneof => oneof.Fields.Count > 0 || !IsNormalised), oneof => oneof.Fields.Min(field => field.Number)), Oneof);
        Group(Sorted(fields.Where(field => field.Kind == FieldKind.Group), field => field.Number), Field);
    }

    private IEnumerable<string> ReservedLines(List<ProtoReserved> statements, int greatest)
    {
        if (!IsNormalised) return statements.Select(statement => $"reserved {string.Join(", ", statement.Items.Select(item => ReservedText(item, greatest)))};");
        return statements.SelectMany(statement => statement.Items)
            .OrderBy(item => item.Range?.First ?? int.MaxValue).ThenBy(item => item.Name, StringComparer.Ordinal)
            .Select(item => $"reserved {ReservedText(item, greatest)};");
    }

    private string ReservedText(ProtoReservedItem item, int greatest) => item.Range is { } range ? RangeText(range, greatest) : Quoted(item.Name!);

    private static string Quoted(string text) => ProtoLiteral.Write(Encoding.UTF8.GetBytes(text));

    private string RangeText(ProtoRange range, int greatest)
    {
        if (!range.HasEnd || (IsNormalised && range.First == range.Last)) return $"{range.First}";
        return range.Last == greatest ? $"{range.First} to max" : $"{range.First} to {range.Last}";
    }

    private IEnumerable<ProtoExtensionRange> Apart(ProtoExtensionRange declared) =>
        IsNormalised ? declared.Ranges.Select(range => new ProtoExtensionRange([range], declared.Options)) : [declared];

    private void ExtensionRange(ProtoExtensionRange range)
    {
        Indent().Append("extensions ").AppendJoin(", ", range.Ranges.Select(each => RangeText(each, ProtoRange.MaxFieldNumber)));
        OptionList(range.Options);
        _text.Append(";\n");
    }

    private void Enum(ProtoEnum declared)
    {
        Open("enum " + declared.Name);
        foreach (var line in ReservedLines(declared.Reserved, int.MaxValue)) Line(line);
        foreach (var option in Options(declared.Options)) OptionLine(option);
        foreach (var value in IsNormalised ? Sorted(declared.Values) : declared.Values) EnumValue(value);
        Close();
    }

    private static IEnumerable<ProtoEnumValue> Sorted(List<ProtoEnumValue> values) => values.OrderBy(value => value.Number).ThenBy(value => value.Name, StringComparer.Ordinal);

    private void EnumValue(ProtoEnumValue value)
    {
        Indent().Append(value.Name).Append(" = ").Append(value.Number);
        OptionList(value.Options);
        _text.Append(";\n");
    }

    /// <summary>Blocks that extend one message are one in the normalised text.</summary>
    private IEnumerable<ProtoExtend> Extends(List<ProtoExtend> extends)
    {
        if (_form == PrintForm.WithoutExtensions) return [];
        return IsNormalised ? extends.GroupBy(extend => extend.Extendee).Select(Merged) : extends;
    }

    private static ProtoExtend Merged(IGrouping<ProtoMessage?, ProtoExtend> extends)
    {
        var merged = new ProtoExtend(extends.First().ExtendeeName, default) { Extendee = extends.Key };
        merged.Fields.AddRange(extends.SelectMany(extend => extend.Fields));
        return merged;
    }

    private void Extend(ProtoExtend extend)
    {
        Open("extend " + Name(extend.ExtendeeName, extend.Extendee));
        FieldGroups(extend.Fields, []);
        Close();
    }

    /// <summary>A type's name as it was written, or in full with a leading dot.</summary>
    private string Name(string written, ProtoType? type) => IsNormalised && type is not null ? "." + type.FullName : written;

    private void Service(ProtoService service)
    {
        Open("service " + service.Name);
        Group(Options(service.Options), OptionLine);
        Group(service.Methods, Method);
        Close();
    }

    private void Method(ProtoMethod method)
    {
        var input = (method.ClientStreams ? "stream " : "") + Name(method.InputName, method.Input);
        var output = (method.ServerStreams ? "stream " : "") + Name(method.OutputName, method.Output);
        var head = $"rpc {method.Name} ({input}) returns ({output})";
        var options = Options(method.Options);
        if (options.Count == 0)
        {
            Line(head + ";");
            return;
        }

        Open(head);
        foreach (var option in options) OptionLine(option);
        Close("};");
    }
}
