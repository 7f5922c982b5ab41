using System.Buffers;
using System.Text.Json;
using RestStream.Core.Schemas;
using RestStream.Core.Topics;
using RestStream.Schemas;
using RestStream.Schemas.Enforcement;
using RestStream.Server.Errors;
using RestStream.Server.Json;
using RestStream.Storage.Records;

namespace RestStream.Server.Schemas;

/// <summary>
/// Records with the schemas of their values: <c>"schema":{"subject","version","id","guid","schemaType","from"}</c>, or <c>"schema":"unknown"</c>; values in a wire form
/// as JSON. Not thread-safe: one an answer.
/// </summary>
internal sealed class RecordSchemaView(RecordSchemas schemas, ITopics topics, RecordViewOptions options) : IRecordView
{
    private readonly Dictionary<NamedSchema, byte[]> _members = new(ReferenceEqualityComparer.Instance);
    private string _topic = "";
    private SchemaRule? _rule;

    public void TurnTo(string topic)
    {
        if (topic == _topic) return;
        (_topic, _rule) = (topic, topics.Find(topic)?.Schemas.Value);
    }

    public ReadOnlySpan<byte> ValueOf(in RecordReader record) =>
        options.ShowsJson && record.HasValue ? schemas.Json(_topic, _rule, Part(record)) : default;

    public void WriteMembers(IBufferWriter<byte> writer, in RecordReader record)
    {
        if (!options.NamesSchema) return;
        var named = record.HasValue ? schemas.Name(_topic, _rule, Part(record)) : null;
        if (named is null) writer.Write(",\"schema\":\"unknown\""u8);
        else writer.Write(MembersOf(named));
    }

    private byte[] MembersOf(NamedSchema named)
    {
        if (_members.TryGetValue(named, out var known)) return known;
        var text = new ArrayBufferWriter<byte>();
        text.Write(",\"schema\":"u8);
        using (var json = new Utf8JsonWriter(text, ProblemWriter.Readable)) Write(json, named);
        return _members[named] = text.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, NamedSchema named)
    {
        json.WriteStartObject();
        json.WriteString("subject"u8, named.Schema.Subject);
        json.WriteNumber("version"u8, named.Schema.Version);
        json.WriteNumber("id"u8, named.Schema.Id);
        json.WriteString("guid"u8, named.Schema.Guid);
        json.WriteString("schemaType"u8, SchemaTypes.NameOf(named.Schema.Type));
        json.WriteString("from"u8, JsonNamingPolicy.CamelCase.ConvertName(named.Origin.ToString()));
        json.WriteEndObject();
    }

    /// <summary>The value of a stored record, with the last header that names its schema.</summary>
    public static StoredPart Part(in RecordReader record)
    {
        var part = new StoredPart { Bytes = record.Value };
        for (var headers = record.Headers; headers.Read();)
        {
            if (headers.HasValue && headers.Name.SequenceEqual(RecordSchemas.ValueHeader))
                part = new StoredPart { Bytes = record.Value, HasHeader = true, Header = headers.Value };
        }

        return part;
    }
}
