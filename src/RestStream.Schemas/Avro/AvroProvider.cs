namespace RestStream.Schemas.Avro;

/// <summary>Reads Avro schemas as Confluent's registry does (Avro 1.11). Stateless, thread-safe.</summary>
public sealed class AvroProvider : ISchemaProvider
{
    /// <inheritdoc/>
    public SchemaType Type => SchemaType.Avro;

    /// <inheritdoc/>
    public ParsedSchema Parse(string text, IReadOnlyList<ResolvedReference> references)
    {
        AvroSchema schema = Read(text, references);
        schema.VerifyDefaults();
        return schema;
    }

    /// <summary>The same, with defaults that need not fit their types.</summary>
    public ParsedSchema ParseStored(string text, IReadOnlyList<ResolvedReference> references) => Read(text, references);

    private static AvroSchema Read(string text, IReadOnlyList<ResolvedReference> references)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(references);
        var parser = new AvroParser();
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (ResolvedReference reference in references) ReadReference(parser, reference, read, AvroLimits.ReferenceDepth);
        string[] known = [.. parser.Names];
        AvroType root = parser.Parse(text);
        return new AvroSchema(root, parser.Defaults, known, references);
    }

    /// <summary>What a reference uses is read before it, and each name once, whichever version is met first.</summary>
    private static void ReadReference(AvroParser parser, ResolvedReference reference, HashSet<string> read, int depth)
    {
        SchemaReference named = reference.Reference;
        if (!read.Add(named.Name)) return;
        if (depth == 0) throw new SchemaException($"References go deeper than {AvroLimits.ReferenceDepth}: the last is \"{named.Name}\".");
        if (read.Count > AvroLimits.References) throw new SchemaException($"The schema uses more than {AvroLimits.References} others.");
        foreach (ResolvedReference deeper in reference.References) ReadReference(parser, deeper, read, depth - 1);
        try
        {
            parser.Parse(reference.Text);
        }
        catch (SchemaException error)
        {
            throw new SchemaException($"In the reference \"{named.Name}\" (subject \"{named.Subject}\", version {named.Version}): {error.Message}", error.Place);
        }
    }
}
