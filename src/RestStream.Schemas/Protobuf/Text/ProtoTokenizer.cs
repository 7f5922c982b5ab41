using System.Globalization;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>Cuts a text into tokens; comments and white space go.</summary>
internal sealed class ProtoTokenizer(string text)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private ProtoPlace Here => new(_line, _at - _lineStart + 1);

    private char Now => Peek(0);

    public ProtoToken Next()
    {
        SkipBlank();
        var place = Here;
        if (_at >= text.Length) return new ProtoToken(ProtoTokenKind.End, "", place);
        if (IsLetter(Now)) return Name(place);
        if (char.IsAsciiDigit(Now) || (Now == '.' && char.IsAsciiDigit(Peek(1)))) return Number(place);
        if (Now is '"' or '\'') return new ProtoToken(ProtoTokenKind.Text, "", place) { Bytes = ProtoLiteral.Read(text, ref _at, place) };
        if (Now < ' ' || Now > '~') throw Error($"the character U+{(int)Now:X4} has no meaning here", place);
        return new ProtoToken(ProtoTokenKind.Symbol, text[_at++].ToString(), place);
    }

    public static SchemaException Error(string message, ProtoPlace place) => new(char.ToUpperInvariant(message[0]) + message[1..] + ".", place.ToString());

    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || c == '_';

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private void SkipBlank()
    {
        while (_at < text.Length)
        {
            if (Now == '/' && Peek(1) == '/') SkipLineComment();
            else if (Now == '/' && Peek(1) == '*') SkipBlockComment();
            else if (Now is ' ' or '\t' or '\r' or '\n' or '\v' or '\f' || (Now == '\uFEFF' && _at == 0)) Step();
            else return;
        }
    }

    private void Step()
    {
        if (text[_at++] != '\n') return;
        _line++;
        _lineStart = _at;
    }

    private void SkipLineComment()
    {
        while (_at < text.Length && Now != '\n') _at++;
    }

    private void SkipBlockComment()
    {
        var place = Here;
        _at += 2;
        while (!(Now == '*' && Peek(1) == '/'))
        {
            if (_at >= text.Length) throw Error("a comment is not closed", place);
            Step();
        }

        _at += 2;
    }

    private ProtoToken Name(ProtoPlace place)
    {
        var start = _at;
        while (IsLetter(Now) || char.IsAsciiDigit(Now)) _at++;
        return new ProtoToken(ProtoTokenKind.Name, text[start.._at], place);
    }

    private ProtoToken Number(ProtoPlace place)
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Now) || Now is '.' or '_' || (Now is '+' or '-' && text[_at - 1] is 'e' or 'E' && !IsHex(start))) _at++;
        var digits = text[start.._at];
        if (TryInteger(digits, out var integer)) return new ProtoToken(ProtoTokenKind.Integer, digits, place) { Integer = integer, Real = integer };
        if (IsHex(start) || !TryReal(digits, out var real)) throw Error($"'{digits}' is not a number", place);
        return new ProtoToken(ProtoTokenKind.Real, digits, place) { Real = real };
    }

    private bool IsHex(int start) => text[start] == '0' && start + 1 < text.Length && text[start + 1] is 'x' or 'X';

    private static bool TryInteger(string digits, out ulong value)
    {
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        return digits is ['0', _, ..] ? TryOctal(digits, out value) : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryOctal(string digits, out ulong value)
    {
        value = 0;
        foreach (var c in digits)
        {
            if (c is < '0' or > '7' || value >> 61 != 0) return false;
            value = (value * 8) + (ulong)(c - '0');
        }

        return true;
    }

    private static bool TryReal(string digits, out double value)
    {
        value = 0;
        // An octal number with an 8 or a 9 is no decimal one.
        if (digits.All(char.IsAsciiDigit) && digits is ['0', _, ..]) return false;
        var plain = digits.EndsWith('f') || digits.EndsWith('F') ? digits[..^1] : digits;
        return double.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }
}
