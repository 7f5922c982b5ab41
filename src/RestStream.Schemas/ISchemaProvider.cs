namespace RestStream.Schemas;

/// <summary>Reads schemas of one type. Stateless, thread-safe.</summary>
public interface ISchemaProvider
{
    /// <summary>The type.</summary>
    SchemaType Type { get; }

    /// <summary>Reads a schema and all that it uses.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="references">What it uses directly, resolved.</param>
    /// <exception cref="SchemaException">It is not a schema of this type, uses what it does not name, or goes beyond a bound.</exception>
    ParsedSchema Parse(string text, IReadOnlyList<ResolvedReference> references);

    /// <summary>Reads a schema that is stored already, or that another one uses: what a registry has taken is read also where a new schema is held to stricter rules.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="references">What it uses directly, resolved.</param>
    /// <exception cref="SchemaException">It is not a schema of this type, uses what it does not name, or goes beyond a bound.</exception>
    ParsedSchema ParseStored(string text, IReadOnlyList<ResolvedReference> references) => Parse(text, references);

    /// <summary>How a text that another registry kept, and that is no schema here, is stored.</summary>
    /// <returns>Null when it has not even the form of its type.</returns>
    string? FormOf(string text) => null;
}
