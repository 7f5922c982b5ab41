using System.Text.Json;
using System.Text.Unicode;
using RestStream.Core.Records;
using RestStream.Server.Json;

namespace RestStream.Server.Tests.Json;

/// <summary>The same reading by the platform's token reader, slow and plain: the model that the vector scan is compared with.</summary>
internal ref struct ReferenceWalk
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _start;
    private readonly RecordTable _table;
    private Utf8JsonReader _reader;
    private RecordAssembler _assembler;
    private JsonFault _fault;

    public ReferenceWalk(RecordTable table, int start, int end)
    {
        (_table, _start) = (table, start);
        _text = table.Body[start..end];
        _assembler = new RecordAssembler(table);
    }

    public JsonFault ParseBody(int maxRecords)
    {
        var firstByte = _text.TrimStart(" \t\r\n"u8);
        return Run(!firstByte.IsEmpty && firstByte[0] == '[' ? 2 : 3, maxRecords);
    }

    public JsonFault ParseLine() => Run(1, 1);

    private JsonFault Run(int level, int maxRecords)
    {
        if (!Utf8.IsValid(_text)) return Fault(0, "The text is not valid UTF-8.");
        try
        {
            _reader = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = RawValue.MaxDepth + level });
            _reader.Read();
            if (level == 1) return Line();
            if (level == 2 ? Array(maxRecords) : Envelope(maxRecords)) _reader.Read();
            return _fault.IsSet ? _fault : _assembler.Fault;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Fault((int)Math.Min(_text.Length, _reader.BytesConsumed), "The text is not valid JSON: " + e.Message);
        }
    }

    private JsonFault Line()
    {
        if (!Members(out var members)) return _fault.IsSet ? _fault : _assembler.Fault;
        _reader.Read();
        _assembler.TryAdd(members);
        return _assembler.Fault;
    }

    private bool Envelope(int maxRecords)
    {
        if (_reader.TokenType != JsonTokenType.StartObject) return Fail("A body must be {\"records\":[…]} or an array of records.");
        var seen = false;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            if (!_reader.ValueTextEquals("records")) return Fail("Unknown member: the body may hold \"records\" only.");
            if (seen) return Fail("\"records\" is there twice.");
            seen = true;
            _reader.Read();
            if (!Array(maxRecords)) return false;
        }

        return seen || Fail("The body needs \"records\".", missing: "records");
    }

    private bool Array(int maxRecords)
    {
        if (_reader.TokenType != JsonTokenType.StartArray) return Fail("\"records\" must be an array.");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_table.Count == maxRecords)
                return Fail($"A request takes at most {maxRecords} records: send several, or NDJSON.", JsonErrorKind.TooManyRecords);
            if (!Record()) return false;
        }

        return true;
    }

    private bool Record() => Members(out var members) && _assembler.TryAdd(members);

    private bool Members(out RecordMembers members)
    {
        members = new RecordMembers { Start = Position, HeaderStart = _table.Headers.Length };
        if (_reader.TokenType != JsonTokenType.StartObject) return Fail("A record must be an object with \"value\".");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            bool again;
            if (_reader.ValueTextEquals("headers"))
            {
                if ((members.Seen & RecordMember.Headers) != 0) return Fail("This member is there twice.");
                again = false;
                members.Seen |= RecordMember.Headers;
                _reader.Read();
                if (!Headers(ref members)) return false;
            }
            else if (_reader.ValueTextEquals("key")) again = Take(ref members.Key);
            else if (_reader.ValueTextEquals("value")) again = Take(ref members.Value);
            else if (_reader.ValueTextEquals("partition")) again = Take(ref members.Partition);
            else if (_reader.ValueTextEquals("timestamp")) again = Take(ref members.Timestamp);
            else if (_reader.ValueTextEquals("keyEncoding")) again = Take(ref members.KeyEncoding);
            else if (_reader.ValueTextEquals("valueEncoding")) again = Take(ref members.ValueEncoding);
            else return Fail("Unknown member.");
            if (again) return Fail("This member is there twice.");
        }

        return true;
    }

    private bool Headers(ref RecordMembers members)
    {
        if (_reader.TokenType == JsonTokenType.Null) return true;
        if (_reader.TokenType != JsonTokenType.StartArray) return Fail("\"headers\" must be an array of {\"name\",\"value\"}.");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (!Header()) return false;
            members.HeaderCount++;
        }

        return true;
    }

    private bool Header()
    {
        if (_reader.TokenType != JsonTokenType.StartObject) return Fail("A header must be an object with \"name\" and \"value\".");
        var members = new HeaderMembers { Start = Position };
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            bool again;
            if (_reader.ValueTextEquals("name")) again = Take(ref members.Name);
            else if (_reader.ValueTextEquals("value")) again = Take(ref members.Value);
            else if (_reader.ValueTextEquals("valueEncoding")) again = Take(ref members.ValueEncoding);
            else return Fail("Unknown member.");
            if (again) return Fail("This member is there twice.");
        }

        return _assembler.TryAddHeader(members);
    }

    private bool Take(ref JsonToken token)
    {
        var again = token.IsPresent;
        _reader.Read();
        var start = Position;
        _reader.Skip();
        token = new JsonToken(start, _start + (int)_reader.BytesConsumed);
        return again;
    }

    private readonly int Position => _start + (int)_reader.TokenStartIndex;

    private bool Fail(string detail, JsonErrorKind kind = JsonErrorKind.Unreadable, string? missing = null)
    {
        _fault = new JsonFault(kind, Position, detail, missing);
        return false;
    }

    private readonly JsonFault Fault(int offset, string detail) => new(JsonErrorKind.Unreadable, _start + offset, detail);
}
