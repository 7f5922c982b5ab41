namespace RestStream.Schemas.Avro;

/// <summary>A record, enum or fixed.</summary>
internal abstract class AvroNamedType(AvroKind kind, AvroName name) : AvroType(kind)
{
    public AvroName Name { get; } = name;

    public string? Doc { get; init; }

    /// <summary>Names under which writers may know it.</summary>
    public IReadOnlyList<AvroName> Aliases { get; init; } = [];

    public override string BranchName => Name.Full;
}
