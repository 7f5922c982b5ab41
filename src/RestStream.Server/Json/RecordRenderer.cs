using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using RestStream.Storage.Records;

namespace RestStream.Server.Json;

/// <summary>
/// Writes records as clients see them:
/// <c>{"partition":1,"offset":7,"timestamp":1517966773840,"key":"ci37","value":{…},"headers":[{"name":"src","value":"usgs"}]}</c>.
/// Always in that order; <c>headers</c> is an empty array when there are none. Bytes that are not UTF-8 are base64 and say so in <c>keyEncoding</c> or
/// <c>valueEncoding</c>, behind what they encode; a value that is UTF-8 and not JSON is a string with <c>valueEncoding</c> "text".
/// </summary>
internal static class RecordRenderer
{
    private const int MaxRest = 64;

    /// <summary>Writes the record on which <paramref name="record"/> stands.</summary>
    /// <param name="writer">Where to; takes what it is given and is not flushed.</param>
    /// <param name="prefix">Kept by the caller from record to record.</param>
    /// <param name="partition">The record's partition.</param>
    /// <param name="record">The record.</param>
    /// <param name="isJson">The batch's mark: the key is UTF-8 and the value JSON. Without it both are checked.</param>
    /// <param name="form">Exact, or on one line.</param>
    /// <param name="view">What is shown beyond what is stored; null for nothing.</param>
    public static void Write(
        IBufferWriter<byte> writer, RecordPrefix prefix, int partition, in RecordReader record, bool isJson, RecordForm form, IRecordView? view = null)
    {
        if (view is null && isJson && record.HeaderCount == 0 && TryWritePlain(writer, prefix, partition, record, form)) return;
        writer.Advance(prefix.Write(writer.GetSpan(prefix.MaxLength), partition, record.Offset, record.Timestamp));
        if (record.HasKey) WriteKey(writer, record.Key, isJson);
        else Write(writer, "null"u8);
        Write(writer, ",\"value\":"u8);
        var shown = view is null ? default : view.ValueOf(record);
        if (!shown.IsEmpty) WriteValue(writer, shown, true, form);
        else if (record.HasValue) WriteValue(writer, record.Value, isJson, form);
        else Write(writer, "null"u8);
        if (record.HeaderCount == 0) Write(writer, ",\"headers\":[]"u8);
        else WriteHeaders(writer, record.Headers);
        view?.WriteMembers(writer, record);
        Write(writer, "}"u8);
    }

    /// <summary>The frequent record, in one piece: marked as JSON, a key that needs no escapes or none, a value, no headers.</summary>
    private static bool TryWritePlain(IBufferWriter<byte> writer, RecordPrefix prefix, int partition, in RecordReader record, RecordForm form)
    {
        var key = record.Key;
        var value = record.Value;
        if (!record.HasValue || (!key.IsEmpty && JsonString.IndexOfEscaped(key) >= 0)) return false;
        var room = writer.GetSpan(prefix.MaxLength + MaxRest + key.Length + value.Length);
        var at = prefix.Write(room, partition, record.Offset, record.Timestamp);
        at = record.HasKey ? Put(room, PutQuoted(room, at, key), ",\"value\":"u8) : Put(room, at, "null,\"value\":"u8);
        value.CopyTo(room[at..]);
        if (form == RecordForm.OneLine) JoinLines(room.Slice(at, value.Length));
        at = Put(room, at + value.Length, ",\"headers\":[]}"u8);
        writer.Advance(at);
        return true;
    }

    private static void WriteKey(IBufferWriter<byte> writer, ReadOnlySpan<byte> key, bool isJson)
    {
        if (isJson || Utf8.IsValid(key))
        {
            WriteString(writer, key);
            return;
        }

        WriteBase64(writer, key);
        Write(writer, ",\"keyEncoding\":\"base64\""u8);
    }

    private static void WriteValue(IBufferWriter<byte> writer, ReadOnlySpan<byte> value, bool isJson, RecordForm form)
    {
        if (isJson || RawValue.IsJson(value))
        {
            if (form == RecordForm.OneLine) WriteOneLine(writer, value);
            else Write(writer, value);
        }
        else if (Utf8.IsValid(value))
        {
            WriteString(writer, value);
            Write(writer, ",\"valueEncoding\":\"text\""u8);
        }
        else
        {
            WriteBase64(writer, value);
            Write(writer, ",\"valueEncoding\":\"base64\""u8);
        }
    }

    private static void WriteHeaders(IBufferWriter<byte> writer, RecordHeaderReader headers)
    {
        Write(writer, ",\"headers\":["u8);
        for (var first = true; headers.Read(); first = false)
        {
            Write(writer, first ? "{\"name\":"u8 : ",{\"name\":"u8);
            WriteName(writer, headers.Name);
            Write(writer, ",\"value\":"u8);
            if (!headers.HasValue) Write(writer, "null"u8);
            else if (Utf8.IsValid(headers.Value)) WriteString(writer, headers.Value);
            else WriteBinaryHeader(writer, headers.Value);
            Write(writer, "}"u8);
        }

        Write(writer, "]"u8);
    }

    /// <summary>A name is UTF-8 by Kafka's protocol; one that is not shows U+FFFD for its bad bytes.</summary>
    private static void WriteName(IBufferWriter<byte> writer, ReadOnlySpan<byte> name) =>
        WriteString(writer, Utf8.IsValid(name) ? name : System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(name)));

    private static void WriteBinaryHeader(IBufferWriter<byte> writer, ReadOnlySpan<byte> value)
    {
        WriteBase64(writer, value);
        Write(writer, ",\"valueEncoding\":\"base64\""u8);
    }

    private static void WriteOneLine(IBufferWriter<byte> writer, ReadOnlySpan<byte> json)
    {
        var room = writer.GetSpan(json.Length)[..json.Length];
        json.CopyTo(room);
        JoinLines(room);
        writer.Advance(json.Length);
    }

    private static void JoinLines(Span<byte> json)
    {
        if (!json.ContainsAny((byte)'\r', (byte)'\n')) return;
        json.Replace((byte)'\r', (byte)' ');
        json.Replace((byte)'\n', (byte)' ');
    }

    private static void WriteString(IBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        if (JsonString.IndexOfEscaped(text) >= 0)
        {
            writer.Advance(JsonString.WriteEscaped(text, writer.GetSpan(JsonString.MaxEscapedLength(text.Length))));
            return;
        }

        writer.Advance(PutQuoted(writer.GetSpan(text.Length + 2), 0, text));
    }

    private static void WriteBase64(IBufferWriter<byte> writer, ReadOnlySpan<byte> bytes)
    {
        var room = writer.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2);
        room[0] = (byte)'"';
        Base64.EncodeToUtf8(bytes, room[1..], out _, out var written);
        room[written + 1] = (byte)'"';
        writer.Advance(written + 2);
    }

    private static void Write(IBufferWriter<byte> writer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(writer.GetSpan(bytes.Length));
        writer.Advance(bytes.Length);
    }

    private static int Put(Span<byte> room, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(room[at..]);
        return at + bytes.Length;
    }

    private static int PutQuoted(Span<byte> room, int at, ReadOnlySpan<byte> text)
    {
        room[at] = (byte)'"';
        text.CopyTo(room[(at + 1)..]);
        room[at + 1 + text.Length] = (byte)'"';
        return at + text.Length + 2;
    }
}
