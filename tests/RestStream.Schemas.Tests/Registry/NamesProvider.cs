using System.Text.Json;

namespace RestStream.Schemas.Tests.Registry;

/// <summary>A type of schema that is simple enough to see through: <c>{"needs":["a"]}</c> reads what a schema wrote that needs all of that too. Normalised, the names are in order.</summary>
internal sealed class NamesProvider(SchemaType type = SchemaType.Json) : ISchemaProvider
{
    public int Parses { get; private set; }

    public int Comparisons { get; private set; }

    public SchemaType Type => type;

    public ParsedSchema Parse(string text, IReadOnlyList<ResolvedReference> references)
    {
        Parses++;
        try
        {
            using var json = JsonDocument.Parse(text);
            return new Names(this, [.. json.RootElement.GetProperty("needs").EnumerateArray().Select(name => name.GetString()!)], [.. references.Select(one => one.Reference)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SchemaException("It needs 'needs'", "/needs");
        }
    }

    private sealed class Names(NamesProvider provider, string[] needs, IReadOnlyList<SchemaReference> references) : ParsedSchema
    {
        private readonly string[] _needs = needs;

        public override SchemaType Type => provider.Type;

        public override string CanonicalText => $$"""{"needs":[{{string.Join(",", _needs.Select(name => $"\"{name}\""))}}]}""";

        public override string? RecordName => null;

        public override IReadOnlyList<SchemaReference> References => references;

        public override ParsedSchema Normalize() => new Names(provider, [.. _needs.Order(StringComparer.Ordinal)], references);

        public override string Format(string format) => CanonicalText;

        public override IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy)
        {
            provider.Comparisons++;
            return [.. _needs.Except(((Names)writer)._needs).Select(name => new Incompatibility("NAME_ADDED", $"'{name}' is needed and was not written", "/" + name))];
        }
    }
}
