using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using RestStream.Core.Fetch;
using RestStream.Core.Records;

namespace RestStream.Server.Json;

/// <summary>Turns the members of a record, found in the body of a <see cref="RecordTable"/>, into a row of that table: plain text stays a slice of the
/// body, what must be decoded goes to the scratch.</summary>
internal ref struct RecordAssembler(RecordTable table)
{
    private readonly ReadOnlySpan<byte> _body = table.Body;

    /// <summary>Why the last record was not taken.</summary>
    public JsonFault Fault { get; private set; }

    /// <summary>Forgets the fault of a record that was refused.</summary>
    public void ClearFault() => Fault = default;

    /// <summary>Adds one record; false, with <see cref="Fault"/>, when it cannot be taken. A fault of type or encoding is told before one of range.</summary>
    public bool TryAdd(in RecordMembers members)
    {
        if (!members.Value.IsPresent)
            return Fail(members.Start, "A record needs a value: add \"value\", with null for a tombstone.", missing: "value");

        var record = RecordSlice.Empty;
        (record.HeaderStart, record.HeaderCount) = (members.HeaderStart, members.HeaderCount);
        if (!TryKey(members, ref record) || !TryValue(members, ref record)) return false;
        TryTimestamp(members.Timestamp, ref record);
        TryPartition(members.Partition, ref record);
        if (Fault.IsSet) return false;
        table.Add(record);
        return true;
    }

    /// <summary>Adds one header; false, with <see cref="Fault"/>, when it cannot be taken.</summary>
    public bool TryAddHeader(in HeaderMembers members)
    {
        if (!members.Name.IsPresent) return Fail(members.Start, "A header needs a name: add \"name\".", missing: "name");
        if (!members.Value.IsPresent) return Fail(members.Start, "A header needs a value: add \"value\", a string or null.", missing: "value");
        if (!IsString(members.Name)) return Fail(members.Name.Start, "A header's name must be a string.");
        if (!TryEncoding(members.ValueEncoding, allowJson: false, out var encoding) || !TryText(members.Name, out var name, out var nameLength)) return false;
        var (start, length) = (0, -1);
        if (!IsNull(members.Value))
        {
            if (!IsString(members.Value)) return Fail(members.Value.Start, "A header's value must be a string or null; put anything else in quotes.");
            if (!(encoding == TextEncoding.Base64 ? TryBase64(members.Value, out start, out length) : TryText(members.Value, out start, out length))) return false;
        }

        table.AddHeader(new HeaderSlice(name, nameLength, start, length));
        return true;
    }

    private bool TryKey(in RecordMembers members, ref RecordSlice record)
    {
        if (!TryEncoding(members.KeyEncoding, allowJson: false, out var encoding)) return false;
        if (!members.Key.IsPresent || IsNull(members.Key)) return true;
        var (start, length) = (members.Key.Start, members.Key.Length);
        if (IsString(members.Key))
        {
            if (!(encoding == TextEncoding.Base64 ? TryBase64(members.Key, out start, out length) : TryText(members.Key, out start, out length))) return false;
            if (encoding == TextEncoding.Base64 && !Utf8.IsValid(table.Bytes(start, length))) table.IsJson = false;
        }
        else if (_body[members.Key.Start] is (byte)'{' or (byte)'[' || encoding == TextEncoding.Base64)
        {
            return Fail(members.Key.Start, "A key must be a string, a number, a boolean or null; with keyEncoding \"base64\", a string or null.");
        }

        (record.KeyStart, record.KeyLength) = (start, length);
        return true;
    }

    private bool TryValue(in RecordMembers members, ref RecordSlice record)
    {
        if (!TryEncoding(members.ValueEncoding, allowJson: true, out var encoding)) return false;
        if (IsNull(members.Value)) return true;
        var (start, length) = (members.Value.Start, members.Value.Length);
        if (encoding != TextEncoding.Json)
        {
            if (!IsString(members.Value)) return Fail(members.Value.Start, "With valueEncoding \"text\" or \"base64\" the value must be a string or null.");
            if (!(encoding == TextEncoding.Base64 ? TryBase64(members.Value, out start, out length) : TryText(members.Value, out start, out length))) return false;
            if (!RawValue.IsJson(table.Bytes(start, length))) table.IsJson = false;
        }

        (record.ValueStart, record.ValueLength) = (start, length);
        return true;
    }

    private void TryTimestamp(JsonToken token, ref RecordSlice record)
    {
        if (!token.IsPresent || IsNull(token)) return;
        long epochMs = 0;
        if (IsString(token) && !TryIsoTime(_body[(token.Start + 1)..(token.End - 1)], out epochMs))
            Fail(token.Start, "A timestamp must be epoch milliseconds as an integer, or an ISO 8601 string such as \"2026-11-01T00:00:00Z\".");
        else if (!IsString(token) && !TryInteger(token, "A timestamp", long.MaxValue, out epochMs))
            return;
        else if (epochMs < 0)
            Fail(token.Start, "A timestamp must not lie before 1970-01-01T00:00:00Z.", JsonErrorKind.OutOfRange);
        else
            record.Timestamp = epochMs;
    }

    private static bool TryIsoTime(ReadOnlySpan<byte> text, out long epochMs)
    {
        const int maxLength = 40;
        Span<char> letters = stackalloc char[maxLength];
        epochMs = 0;
        if (text.Length > maxLength) return false;
        var length = Encoding.Latin1.GetChars(text, letters);
        if (!PositionParser.TryReadIsoTime(letters[..length], out var time)) return false;
        epochMs = time.ToUnixTimeMilliseconds();
        return true;
    }

    private void TryPartition(JsonToken token, ref RecordSlice record)
    {
        if (!token.IsPresent || IsNull(token) || !TryInteger(token, "A partition", int.MaxValue, out var partition)) return;
        record.Partition = (int)partition;
    }

    /// <summary>Plain digits between 0 and <paramref name="max"/>; <c>-0</c> is out of range like any other negative.</summary>
    private bool TryInteger(JsonToken token, string subject, long max, out long value)
    {
        value = 0;
        var digits = _body[token.Start..token.End];
        var negative = digits[0] == '-';
        if (negative) digits = digits[1..];
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return Fail(token.Start, $"{subject} must be an integer, written without fraction or exponent.");
        if (!negative && Utf8Parser.TryParse(digits, out value, out _) && value <= max) return true;
        return Fail(token.Start, $"{subject} must lie between 0 and {max}.", JsonErrorKind.OutOfRange);
    }

    private bool TryEncoding(JsonToken token, bool allowJson, out TextEncoding encoding)
    {
        encoding = allowJson ? TextEncoding.Json : TextEncoding.Text;
        if (!token.IsPresent || IsNull(token)) return true;
        var name = _body[token.Start..token.End];
        if (name.SequenceEqual("\"base64\""u8)) encoding = TextEncoding.Base64;
        else if (name.SequenceEqual("\"text\""u8)) encoding = TextEncoding.Text;
        else if (!allowJson || !name.SequenceEqual("\"json\""u8))
            return Fail(token.Start, allowJson ? "valueEncoding must be \"json\", \"text\" or \"base64\"." : "The encoding must be \"text\" or \"base64\".");
        return true;
    }

    private bool TryText(JsonToken token, out int start, out int length)
    {
        (start, length) = (token.Start + 1, token.Length - 2);
        var content = _body.Slice(start, length);
        if (!content.Contains((byte)'\\')) return true;
        var room = table.Scratch(length, out start);
        return JsonString.TryUnescape(content, room, out length)
            || Fail(token.Start + 1 + length, "A lone surrogate is no character: write the pair, or send the bytes with encoding \"base64\".");
    }

    private bool TryBase64(JsonToken token, out int start, out int length)
    {
        if (!TryText(token, out start, out length)) return false;
        var room = table.Scratch(Base64.GetMaxDecodedFromUtf8Length(length), out var decoded);
        // Taken after the room: growing the scratch moves it.
        var text = table.Bytes(start, length);
        start = decoded;
        return Base64.DecodeFromUtf8(text, room, out _, out length) == System.Buffers.OperationStatus.Done
            || Fail(token.Start, "This is not base64: use the standard alphabet (A-Z a-z 0-9 + /) with = padding.");
    }

    private readonly bool IsString(JsonToken token) => _body[token.Start] == '"';

    private readonly bool IsNull(JsonToken token) => _body[token.Start] == 'n';

    private bool Fail(int offset, string detail, JsonErrorKind kind = JsonErrorKind.Unreadable, string? missing = null)
    {
        if (!Fault.IsSet || Fault.Kind == JsonErrorKind.OutOfRange) Fault = new JsonFault(kind, offset, detail, missing);
        return false;
    }

    private enum TextEncoding
    {
        Json,
        Text,
        Base64,
    }
}
