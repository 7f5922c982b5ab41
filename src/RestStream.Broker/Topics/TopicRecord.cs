using System.Text.Json;
using RestStream.Core.Schemas;

namespace RestStream.Broker.Topics;

/// <summary>What is kept of a topic, as JSON: <c>{"format":1,"name":"quakes","id":"…","version":3,"partitions":3,"createdMs":…,"config":{…}}</c>.
/// One that asks something of its records has format 2 and <c>schemas</c>: a version that would let everything in cannot read it.</summary>
internal sealed record TopicRecord(
    string Name, Guid Id, int Version, int Partitions, long CreatedMs, IReadOnlyDictionary<string, string> Config)
{
    private const int PlainFormat = 1;
    private const int SchemasFormat = 2;

    /// <summary>What the topic asks of its records.</summary>
    public TopicSchemas Schemas { get; init; } = TopicSchemas.None;

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Schemas == TopicSchemas.None ? PlainFormat : SchemasFormat);
            json.WriteString("name", Name);
            json.WriteString("id", Id);
            json.WriteNumber("version", Version);
            json.WriteNumber("partitions", Partitions);
            json.WriteNumber("createdMs", CreatedMs);
            json.WriteStartObject("config");
            foreach (var (name, value) in Config) json.WriteString(name, value);
            json.WriteEndObject();
            if (Schemas != TopicSchemas.None) TopicSchemasJson.Write(json, Schemas);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is of another format, or no topic of this version.</exception>
    public static TopicRecord FromJson(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var root = json.RootElement;
            var format = root.GetProperty("format").GetInt32();
            if (format is not (PlainFormat or SchemasFormat)) throw new FormatException($"it has format {format}, this version reads {PlainFormat} and {SchemasFormat}");
            return Checked(Read(root));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("it does not describe a topic", e);
        }
    }

    private static TopicRecord Read(JsonElement root) => new(
        root.GetProperty("name").GetString() ?? "",
        root.GetProperty("id").GetGuid(),
        root.GetProperty("version").GetInt32(),
        root.GetProperty("partitions").GetInt32(),
        root.GetProperty("createdMs").GetInt64(),
        root.GetProperty("config").EnumerateObject().ToDictionary(config => config.Name, config => config.Value.GetString() ?? ""))
    {
        Schemas = TopicSchemasJson.Read(root),
    };

    private static TopicRecord Checked(TopicRecord record)
    {
        if (Core.Topics.TopicName.Violation(record.Name) is { } violation) throw new FormatException(violation);
        if (record.Partitions < 1) throw new FormatException($"it has {record.Partitions} partitions");
        if (ConfigDefinitions.Violations(record.Config) is [var first, ..]) throw new FormatException(first.Detail);
        return record;
    }
}
