using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core.Records;
using RestStream.Server.Errors;
using RestStream.Server.Json;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>Records of a hub's call in one pooled buffer, taken from the server's memory budget. Not thread-safe; disposed once, after the produce.</summary>
internal sealed class UploadPart(BodyBudget budget) : IDisposable
{
    private readonly List<JsonElement> _items = [];
    private int _taken;

    /// <summary>The records, once they were parsed.</summary>
    public RecordTable Table { get; } = new();

    /// <summary>How many records.</summary>
    public int Count => Table.Count;

    /// <summary>Adds a record, or an array of records.</summary>
    public void Add(JsonElement item) => _items.Add(item);

    /// <summary>Parses what was added; null when all of it can be produced.</summary>
    /// <exception cref="HubException">The server holds as many bytes as it may.</exception>
    public Problem? Parse(int maxRecords)
    {
        var body = Copy(out var length);
        Table.TakeBody(body, length);
        if (JsonBodyParser.Parse(Table, maxRecords) is { } error) return JsonProblems.Of(error);
        return Table.Count == 0 ? JsonProblems.NoRecords() : null;
    }

    public void Dispose()
    {
        Table.Dispose();
        budget.Give(_taken);
    }

    // One array of all: of an item that is an array itself, what is in it.
    private byte[] Copy(out int length)
    {
        var room = 2 + _items.Sum(item => JsonMarshal.GetRawUtf8Value(item).Length + 1);
        if (!budget.TryTake(room)) throw HubProblems.ToException(BodyBudget.Exhausted());
        _taken = room;
        var body = ArrayPool<byte>.Shared.Rent(room);
        body[0] = (byte)'[';
        length = 1;
        foreach (var item in _items)
        {
            var text = JsonMarshal.GetRawUtf8Value(item);
            if (item.ValueKind == JsonValueKind.Array) text = text[1..^1].Trim(" \t\r\n"u8);
            if (text.IsEmpty) continue;
            if (length > 1) body[length++] = (byte)',';
            text.CopyTo(body.AsSpan(length));
            length += text.Length;
        }

        body[length++] = (byte)']';
        return body;
    }
}
