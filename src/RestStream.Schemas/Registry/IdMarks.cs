using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace RestStream.Schemas.Registry;

/// <summary>
/// The highest id of each context, kept in a file of its own: <c>{"maxIds":{".":12}}</c>. It is replaced before the last record that has an id goes, so that no id is given twice, whatever compaction
/// takes out of the log and whenever the process is killed.
/// </summary>
internal sealed class IdMarks(ImmutableSortedDictionary<string, int> maxIds)
{
    public static readonly IdMarks None = new(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    public ImmutableSortedDictionary<string, int> MaxIds { get; } = maxIds;

    public static IdMarks Of(RegistrySnapshot snapshot) => new(snapshot.Schemas.ToImmutableSortedDictionary(one => one.Key, one => one.Value.MaxId, StringComparer.Ordinal));

    public bool Covers(string context, int id) => MaxIds.GetValueOrDefault(context) >= id;

    /// <exception cref="JsonException">It is no mark.</exception>
    public static IdMarks Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("maxIds", out var ids) || ids.ValueKind != JsonValueKind.Object)
            throw new JsonException("It has no 'maxIds'.");
        return new(ids.EnumerateObject().ToImmutableSortedDictionary(one => one.Name, one => one.Value.TryGetInt32(out var id) ? id : throw new JsonException("An id is no number."), StringComparer.Ordinal));
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("maxIds"u8);
            foreach (var (context, id) in MaxIds) json.WriteNumber(context, id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
