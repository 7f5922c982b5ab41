using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>An enum.</summary>
internal sealed class AvroEnum(AvroName name, string[] symbols) : AvroNamedType(AvroKind.Enum, name)
{
    public string[] Symbols { get; } = symbols;

    public JsonEncodedText[] JsonSymbols { get; } = [.. symbols.Select(symbol => JsonEncodedText.Encode(symbol))];

    /// <summary>What a reader takes for a symbol that it does not know.</summary>
    public string? Default { get; init; }
}
