using System.Globalization;
using System.Text;

namespace RestStream.Server.Filters;

/// <summary>Splits a filter into its words.</summary>
internal sealed class FilterLexer(string text)
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", "."];
    private int _at;

    /// <summary>The next word; the end again and again behind the last.</summary>
    /// <exception cref="FilterException">There is none of this language's words.</exception>
    public FilterToken Next()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
        if (_at == text.Length) return new(FilterTokenKind.End, _at + 1, "");
        var letter = text[_at];
        if (letter is '\'' or '"') return ReadText(letter);
        if (char.IsAsciiDigit(letter) || letter == '-') return ReadNumber();
        if (IsNameStart(letter)) return ReadName();
        return ReadSymbol();
    }

    private static bool IsNameStart(char letter) => char.IsLetter(letter) || letter is '_' or '$';

    private static bool IsNamePart(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$' or '-';

    private FilterToken ReadName()
    {
        var start = _at++;
        while (_at < text.Length && IsNamePart(text[_at])) _at++;
        return new(FilterTokenKind.Name, start + 1, text[start.._at]);
    }

    private FilterToken ReadSymbol()
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0) continue;
            _at += symbol.Length;
            return new(FilterTokenKind.Symbol, _at - symbol.Length + 1, symbol);
        }

        throw new FilterException(_at + 1, text[_at] switch
        {
            '=' => "A test of equality is written '=='.",
            '&' => "'and' is written '&&'.",
            '|' => "'or' is written '||'.",
            _ => "This character has no meaning here; texts are written in quotes.",
        });
    }

    // JSON's numbers.
    private FilterToken ReadNumber()
    {
        var start = _at;
        if (text[_at] == '-') _at++;
        var isValid = Peek() == '0' ? Skip(1) : SkipDigits();
        if (isValid && Peek() == '.') isValid = Skip(1) && SkipDigits();
        if (isValid && Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-') _at++;
            isValid = SkipDigits();
        }

        if (!isValid || IsNamePart(Peek())) throw new FilterException(start + 1, "A number is written as in JSON, such as 4, -2.5 or 1e6.");
        return new(FilterTokenKind.Number, start + 1, text[start.._at]);
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Skip(int count)
    {
        _at += count;
        return true;
    }

    private bool SkipDigits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek())) _at++;
        return _at > start;
    }

    private FilterToken ReadText(char quote)
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < text.Length && text[_at] != quote) content.Append(text[_at] == '\\' ? ReadEscape() : text[_at++]);
        if (_at == text.Length) throw new FilterException(start + 1, $"This text has no end: expected {quote}.");
        _at++;
        var plain = content.ToString();
        if (!IsWellFormed(plain)) throw new FilterException(start + 1, "This text holds half a surrogate pair.");
        return new(FilterTokenKind.Text, start + 1, plain);
    }

    private char ReadEscape()
    {
        var column = ++_at;
        var letter = Peek();
        _at++;
        return letter switch
        {
            '\\' or '\'' or '"' or '/' => letter,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' when _at + 4 <= text.Length && ushort.TryParse(text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Skip(4) => (char)code,
            _ => throw new FilterException(column, @"An escape is \\, \', \"", \/, \b, \f, \n, \r, \t or \u and four hexadecimal digits."),
        };
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
