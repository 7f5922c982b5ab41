namespace RestStream.Schemas.Enforcement;

/// <summary>What is left of a key or a value without magic byte and id.</summary>
internal readonly ref struct Payload
{
    /// <summary>The bytes; of Protobuf in the prefixed form, the message indexes and the message.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>True when a header names the schema: then <see cref="Bytes"/> are Protobuf's message alone.</summary>
    public bool IsNamedByHeader { get; init; }

    /// <summary>Protobuf's message indexes, encoded, as the header has them behind the guid.</summary>
    public ReadOnlySpan<byte> HeaderIndexes { get; init; }
}
