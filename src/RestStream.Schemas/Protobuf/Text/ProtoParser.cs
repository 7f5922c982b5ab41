using System.Text;
using RestStream.Schemas.Protobuf.Linking;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>Reads a <c>.proto</c> text of proto2 or proto3. What names mean is the linker's; this checks the grammar alone.</summary>
internal sealed partial class ProtoParser
{
    /// <summary>How deep messages and option values may nest.</summary>
    public const int MaxDepth = 32;

    private readonly ProtoTokenizer _tokens;
    private readonly ProtoFile _file;
    private readonly ProtoRules _rules;
    private ProtoToken _now;
    private ProtoToken _next;

    private ProtoParser(string text, string path, ProtoRules rules)
    {
        _rules = rules;
        _tokens = new ProtoTokenizer(text);
        _file = new ProtoFile { Path = path };
        _now = _tokens.Next();
        _next = _tokens.Next();
    }

    /// <exception cref="SchemaException">The text breaks the grammar; the place is line and column.</exception>
    public static ProtoFile Parse(string text, string path, ProtoRules rules) => new ProtoParser(text, path, rules).File();

    private ProtoFile File()
    {
        Syntax();
        while (_now.Kind != ProtoTokenKind.End) Statement();
        return _file;
    }

    private void Syntax()
    {
        if (_now.IsName("edition")) throw Error("editions are not read here: write syntax = \"proto2\" or \"proto3\"");
        if (!_now.IsName("syntax")) return;
        Take();
        Symbol('=');
        var place = _now.Place;
        var name = Text();
        Symbol(';');
        if (name is not ("proto2" or "proto3")) throw ProtoTokenizer.Error($"the syntax is \"proto2\" or \"proto3\", not \"{name}\"", place);
        _file.Syntax = name == "proto3" ? ProtoSyntax.Proto3 : ProtoSyntax.Proto2;
        _file.SyntaxStated = true;
    }

    private void Statement()
    {
        if (TrySymbol(';')) return;
        switch (_now.Kind == ProtoTokenKind.Name ? _now.Text : "")
        {
            case "import": Import(); break;
            case "package": Package(); break;
            case "option": _file.Options.Add(OptionStatement()); break;
            case "message": _file.Types.Add(Message(0)); break;
            case "enum": _file.Types.Add(Enum()); break;
            case "extend": _file.Extends.Add(Extend(_file.Types, 0)); break;
            case "service": _file.Services.Add(Service()); break;
            case "syntax" or "edition": throw Error("'syntax' stands once, before everything else");
            default: throw Error($"expected message, enum, extend, service, import, package or option, not {_now}");
        }
    }

    private void Import()
    {
        var place = Take().Place;
        var kind = TryName("public") ? ImportKind.Public : TryName("weak") ? ImportKind.Weak : ImportKind.Plain;
        var path = Text();
        Symbol(';');
        if (_file.Imports.Count == ProtobufLimits.MaxFiles) throw ProtoTokenizer.Error($"a file imports {ProtobufLimits.MaxFiles} others at most", place);
        if (_rules == ProtoRules.Protoc && _file.Imports.Exists(import => import.Path == path)) throw ProtoTokenizer.Error($"\"{path}\" is imported twice", place);
        _file.Imports.Add(new ProtoImport(path, kind, place));
    }

    private void Package()
    {
        var place = Take().Place;
        if (_file.Package.Length > 0) throw ProtoTokenizer.Error("there is more than one package", place);
        _file.Package = FullName();
        Symbol(';');
    }

    private ProtoToken Take()
    {
        var taken = _now;
        _now = _next;
        _next = _tokens.Next();
        return taken;
    }

    private SchemaException Error(string message) => ProtoTokenizer.Error(message, _now.Place);

    private bool TrySymbol(char symbol)
    {
        if (!_now.IsSymbol(symbol)) return false;
        Take();
        return true;
    }

    private void Symbol(char symbol)
    {
        if (!TrySymbol(symbol)) throw Error($"expected '{symbol}', not {_now}");
    }

    private bool TryName(string name)
    {
        if (!_now.IsName(name)) return false;
        Take();
        return true;
    }

    private string Name()
    {
        if (_now.Kind != ProtoTokenKind.Name) throw Error($"expected a name, not {_now}");
        return Take().Text;
    }

    private string FullName()
    {
        var name = Name();
        if (!_now.IsSymbol('.')) return name;
        var full = new StringBuilder(name);
        while (TrySymbol('.')) full.Append('.').Append(Name());
        return full.ToString();
    }

    private string TypeName() => TrySymbol('.') ? "." + FullName() : FullName();

    private byte[] Bytes()
    {
        if (_now.Kind != ProtoTokenKind.Text) throw Error($"expected a string, not {_now}");
        var first = Take().Bytes!;
        if (_now.Kind != ProtoTokenKind.Text) return first;
        List<byte> bytes = [.. first];
        while (_now.Kind == ProtoTokenKind.Text) bytes.AddRange(Take().Bytes!);
        return [.. bytes];
    }

    private string Text() => Encoding.UTF8.GetString(Bytes());

    private int Integer(Int128 least, Int128 greatest, string what)
    {
        var place = _now.Place;
        var negative = TrySymbol('-');
        if (_now.Kind != ProtoTokenKind.Integer) throw Error($"expected {what}, not {_now}");
        var value = (Int128)Take().Integer;
        if (negative) value = -value;
        if (value < least || value > greatest) throw ProtoTokenizer.Error($"{what} lies from {least} to {greatest}: {value} does not", place);
        return (int)value;
    }

    private int FieldNumber() => Integer(1, ProtoRange.MaxFieldNumber, "a field's number");

    private void CheckDepth(int depth)
    {
        if (depth > MaxDepth) throw Error($"messages and values nest {MaxDepth} deep at most");
    }
}
