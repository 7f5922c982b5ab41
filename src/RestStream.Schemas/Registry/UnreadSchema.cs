namespace RestStream.Schemas.Registry;

/// <summary>A schema that is imported as another registry kept it, and that is none here.</summary>
internal sealed class UnreadSchema(SchemaType type, string text, IReadOnlyList<SchemaReference> references, string reason) : ParsedSchema
{
    /// <summary>Why it is none.</summary>
    public string Reason => reason;

    public override SchemaType Type => type;

    public override string CanonicalText => text;

    public override string? RecordName => null;

    public override IReadOnlyList<SchemaReference> References => references;

    public override ParsedSchema Normalize() => this;

    public override string Format(string format) => text;

    public override IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy) => throw new SchemaException(reason);
}
