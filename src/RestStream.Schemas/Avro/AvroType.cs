using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>A type: a primitive as it stands here, others by their own classes. Immutable once its schema is parsed.</summary>
internal class AvroType(AvroKind kind)
{
    public AvroKind Kind { get; } = kind;

    /// <summary>What its definition says beyond Avro's own words, the logical type among it, in the order given.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Properties { get; init; } = [];

    /// <summary>How a union tells its branches apart, and what messages call it.</summary>
    public virtual string BranchName => AvroKinds.WordOf(Kind);
}
