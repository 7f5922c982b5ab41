namespace RestStream.Server.Json;

internal unsafe ref partial struct RecordWalk
{
    private const string EndsTooEarly = "The text ends too early: a bracket or quote is still open, or a value is missing.";

    private bool Refuse()
    {
        Fault = _assembler.Fault;
        _assembler.ClearFault();
        return false;
    }

    private bool FailContainer(int reason, int at) => reason switch
    {
        ContainerFault.TooDeep => Fail(at, $"A value may nest at most {RawValue.MaxDepth} deep."),
        ContainerFault.Misplaced => FailAt(at, "This does not fit the object or array around it."),
        _ => FailAt(at, EndsTooEarly),
    };

    private static string UnknownMember(RecordMember allowed)
    {
        var known = $"This member is not known here; known are {RecordMemberNames.List(allowed)}.";
        return allowed == RecordMemberNames.OfEnvelope ? known + " To send any JSON as one record, POST it to the topic itself." : known;
    }

    /// <summary>Fails at a token that does not fit; when the scan ended before it, that is the reason.</summary>
    private bool FailAt(int at, string detail)
    {
        if (at < _length) return Fail(at, detail);
        return _scan.Fault == ScanFault.None ? Fail(_length, EndsTooEarly) : Fail(_scan.FaultOffset, Explain());
    }

    private bool Fail(int at, string detail, JsonErrorKind kind = JsonErrorKind.Unreadable, string? missing = null)
    {
        Fault = new JsonFault(kind, at, detail, missing);
        return false;
    }

    private readonly string Explain()
    {
        var at = _scan.FaultOffset;
        var text = new ReadOnlySpan<byte>(_text, _length);
        if (text.StartsWith("\uFEFF"u8)) return "The text begins with a byte order mark: send UTF-8 without it.";
        return _scan.Fault switch
        {
            ScanFault.Control => $"A raw control character (0x{text[at]:X2}) may not stand in a string: write it as an escape such as \\u{(int)text[at]:x4}.",
            ScanFault.Escape => "This is no escape: behind a backslash goes one of \" \\ / b f n r t, or u with four hexadecimal digits.",
            ScanFault.Scalar => "This is neither a number as JSON writes it nor true, false or null; text needs double quotes.",
            ScanFault.Utf8 => "These bytes are not UTF-8: send UTF-8, or the bytes as base64 with the encoding \"base64\".",
            ScanFault.Unclosed => "A string is not closed: the text ends within it.",
            _ => $"\"{(char)text[at]}\" may not stand here: look for a missing or superfluous comma, colon, quote or bracket.",
        };
    }
}
