using System.Text.Json;

namespace RestStream.Server.Schemas;

/// <summary>What a call of the registry answers.</summary>
/// <param name="Write">Writes the body; null for none.</param>
/// <param name="Status">The HTTP status.</param>
internal readonly record struct RegistryAnswer(Action<Utf8JsonWriter>? Write, int Status = StatusCodes.Status200OK)
{
    public static RegistryAnswer NoContent { get; } = new(null, StatusCodes.Status204NoContent);

    public static RegistryAnswer Object(Action<Utf8JsonWriter> members) => new(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });

    public static RegistryAnswer Number(int number) => new(json => json.WriteNumberValue(number));

    public static RegistryAnswer List<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => new(json =>
    {
        json.WriteStartArray();
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    });

    public static RegistryAnswer Texts(IEnumerable<string> texts) => List(texts, static (json, text) => json.WriteStringValue(text));

    public static RegistryAnswer Numbers(IEnumerable<int> numbers) => List(numbers, static (json, number) => json.WriteNumberValue(number));

    /// <summary>A schema's text as it is: of JSON Schema and Avro it is JSON, of Protobuf it is not.</summary>
    public static RegistryAnswer Raw(string text) => new(json => json.WriteRawValue(text, skipInputValidation: true));
}
