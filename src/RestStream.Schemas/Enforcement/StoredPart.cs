namespace RestStream.Schemas.Enforcement;

/// <summary>A key or a value as it is stored, with the header that may name its schema.</summary>
public readonly ref struct StoredPart
{
    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>True when the record has the header.</summary>
    public bool HasHeader { get; init; }

    /// <summary>The header's value.</summary>
    public ReadOnlySpan<byte> Header { get; init; }

    /// <summary>What is left of it without the magic byte and the id.</summary>
    public ReadOnlySpan<byte> Payload => WireForm.Read(Bytes, HasHeader, Header).Payload.Bytes;
}
