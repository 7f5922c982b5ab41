using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RestStream.Schemas.Json.Inference;

/// <summary>
/// Makes a JSON Schema (draft 2020-12) that every sample fits: types, members that are always there, formats that all strings have.
/// Samples are looked at one by one and not kept; the same samples in the same order give the same text. Not thread-safe.
/// </summary>
public sealed class SchemaInference
{
    /// <summary>What System.Text.Json reads by default, and a record may have.</summary>
    private const int MaxJsonDepth = 64;

    private readonly SchemaInferenceOptions _options;
    private readonly InferredPlace _root;
    private int _propertiesLeft;

    /// <summary>An inference without samples; its schema allows everything.</summary>
    public SchemaInference(SchemaInferenceOptions? options = null)
    {
        _options = options ?? new SchemaInferenceOptions();
        _propertiesLeft = _options.MaxProperties;
        _root = new InferredPlace(_options);
    }

    /// <summary>Samples that were taken.</summary>
    public long SampleCount { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="utf8">A JSON text of one value.</param>
    /// <returns>False when it is none, or deeper than 64; then nothing is learned from it.</returns>
    public bool Add(ReadOnlySpan<byte> utf8)
    {
        if (!IsJson(utf8)) return false;
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        Learn(ref reader, _root);
        SampleCount++;
        return true;
    }

    /// <summary>The schema of all samples so far, as compact JSON.</summary>
    public string ToSchema()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            InferredPlaceWriter.WriteMembers(writer, _root);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Learn(ref Utf8JsonReader reader, InferredPlace place)
    {
        if (reader.CurrentDepth >= _options.MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            place.SeeAnything();
            reader.Skip();
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: LearnObject(ref reader, place); break;
            case JsonTokenType.StartArray: LearnArray(ref reader, place); break;
            case JsonTokenType.String: place.SeeString(TextOf(ref reader)); break;
            case JsonTokenType.Number: place.SeeNumber(reader.ValueSpan); break;
            case JsonTokenType.Null: place.See(InferredTypes.Null); break;
            default: place.See(InferredTypes.Boolean); break;
        }
    }

    private void LearnArray(ref Utf8JsonReader reader, InferredPlace place)
    {
        place.See(InferredTypes.Array);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Learn(ref reader, place.Items ??= new InferredPlace(_options));
    }

    private void LearnObject(ref Utf8JsonReader reader, InferredPlace place)
    {
        place.See(InferredTypes.Object);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = TextOf(ref reader) is { } name ? MemberOf(place, name) : place.Rest ??= new InferredPlace(_options);
            reader.Read();
            Learn(ref reader, member);
        }
    }

    private InferredPlace MemberOf(InferredPlace place, string name)
    {
        if (place.FindMember(name) is { } known) return known;
        if (_propertiesLeft == 0) return place.Rest ??= new InferredPlace(_options);
        _propertiesLeft--;
        return place.AddMember(name);
    }

    /// <summary>The text of a string or a name; null when it holds half a surrogate pair, for which there is no text.</summary>
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return Encoding.UTF8.GetString(reader.ValueSpan);
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
