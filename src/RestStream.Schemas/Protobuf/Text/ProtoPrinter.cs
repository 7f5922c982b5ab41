using System.Text;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>
/// Writes a file as it is stored: no comments, two spaces, the groups of each part in one order with an empty line between them. The order inside a group is the
/// file's; the normalised text sorts it and writes type names in full, so that schemas which mean the same are the same text.
/// </summary>
internal sealed partial class ProtoPrinter
{
    private readonly StringBuilder _text = new();
    private readonly bool _normalised;
    private int _depth;

    private ProtoPrinter(bool normalised) => _normalised = normalised;

    public static string Print(ProtoFile file, bool normalised)
    {
        var printer = new ProtoPrinter(normalised);
        printer.File(file);
        return printer._text.ToString();
    }

    private void File(ProtoFile file)
    {
        if (file.SyntaxStated && !(_normalised && file.Syntax == ProtoSyntax.Proto2)) Line($"syntax = \"{NameOf(file.Syntax)}\";");
        if (file.Package.Length > 0) Line($"package {file.Package};");
        Group(Sorted(file.Imports, import => import.Path), Import);
        Group(Sorted(file.Options, option => option.NameText), OptionLine);
        Group(file.Types.Where(IsPrintedAlone), Type);
        Group(file.Extends, Extend);
        Group(file.Services, Service);
    }

    private static string NameOf(ProtoSyntax syntax) => syntax == ProtoSyntax.Proto3 ? "proto3" : "proto2";

    private static bool IsPrintedAlone(ProtoType type) => type is not ProtoMessage { IsGroup: true };

    private IEnumerable<T> Sorted<T>(IEnumerable<T> items, Func<T, string> name) => _normalised ? items.OrderBy(name, StringComparer.Ordinal) : items;

    private IEnumerable<T> Sorted<T>(IEnumerable<T> items, Func<T, int> number) => _normalised ? items.OrderBy(number) : items;

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

    private bool AtStartOfPart => _text.Length == 0 || (_text.Length > 1 && _text[^2] == '{');

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

    private void Import(ProtoImport import)
    {
        var kind = import.Kind switch { ImportKind.Public => "public ", ImportKind.Weak => "weak ", _ => "" };
        Line($"import {kind}{ProtoLiteral.Write(Encoding.UTF8.GetBytes(import.Path))};");
    }

    private void Type(ProtoType type)
    {
        if (type is ProtoEnum asEnum) Enum(asEnum);
        else Message((ProtoMessage)type);
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
        Group(Sorted(message.Options, option => option.NameText), OptionLine);
        Group(Sorted(message.Fields, field => field.Number), Field);
        Group(Sorted(message.Oneofs, oneof => oneof.Fields.Min(field => field.Number)), Oneof);
        Group(Sorted(message.ExtensionRanges.SelectMany(Apart), range => range.Ranges[0].First), ExtensionRange);
        Group(message.Types.Where(IsPrintedAlone), Type);
        Group(message.Extends, Extend);
    }

    private IEnumerable<string> ReservedLines(List<ProtoReserved> statements, int greatest)
    {
        if (!_normalised) return statements.Select(statement => $"reserved {ReservedText(statement, greatest)};");
        var ranges = statements.SelectMany(statement => statement.Ranges).OrderBy(range => range.First).Select(range => RangeText(range, greatest));
        var names = statements.SelectMany(statement => statement.Names).Order(StringComparer.Ordinal).Select(Quoted);
        return ranges.Concat(names).Select(each => $"reserved {each};");
    }

    private static string ReservedText(ProtoReserved statement, int greatest) =>
        string.Join(", ", statement.Ranges.Select(range => RangeText(range, greatest)).Concat(statement.Names.Select(Quoted)));

    private static string Quoted(string name) => ProtoLiteral.Write(Encoding.UTF8.GetBytes(name));

    private static string RangeText(ProtoRange range, int greatest) =>
        range.First == range.Last ? $"{range.First}" : range.Last == greatest ? $"{range.First} to max" : $"{range.First} to {range.Last}";

    private IEnumerable<ProtoExtensionRange> Apart(ProtoExtensionRange declared) =>
        _normalised ? declared.Ranges.Select(range => new ProtoExtensionRange([range], declared.Options)) : [declared];

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
        foreach (var option in Sorted(declared.Options, option => option.NameText)) OptionLine(option);
        foreach (var value in _normalised ? Sorted(declared.Values) : declared.Values) EnumValue(value);
        Close();
    }

    /// <summary>proto3 wants zero first, also before negative numbers.</summary>
    private static IEnumerable<ProtoEnumValue> Sorted(List<ProtoEnumValue> values) =>
        values.OrderBy(value => value.Number != 0).ThenBy(value => value.Number).ThenBy(value => value.Name, StringComparer.Ordinal);

    private void EnumValue(ProtoEnumValue value)
    {
        Indent().Append(value.Name).Append(" = ").Append(value.Number);
        OptionList(value.Options);
        _text.Append(";\n");
    }

    private void Extend(ProtoExtend extend)
    {
        Open("extend " + Name(extend.ExtendeeName, extend.Extendee));
        foreach (var field in Sorted(extend.Fields, field => field.Number)) Field(field);
        Close();
    }

    /// <summary>A type's name as it was written, or in full with a leading dot.</summary>
    private string Name(string written, ProtoType? type) => _normalised && type is not null ? "." + type.FullName : written;

    private void Service(ProtoService service)
    {
        Open("service " + service.Name);
        foreach (var option in Sorted(service.Options, option => option.NameText)) OptionLine(option);
        foreach (var method in service.Methods) Method(method);
        Close();
    }

    private void Method(ProtoMethod method)
    {
        var input = (method.ClientStreams ? "stream " : "") + Name(method.InputName, method.Input);
        var output = (method.ServerStreams ? "stream " : "") + Name(method.OutputName, method.Output);
        var head = $"rpc {method.Name} ({input}) returns ({output})";
        if (method.Options.Count == 0)
        {
            Line(head + ";");
            return;
        }

        Open(head);
        foreach (var option in Sorted(method.Options, option => option.NameText)) OptionLine(option);
        Close("};");
    }
}
