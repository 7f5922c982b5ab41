namespace RestStream.Schemas.Json;

/// <summary>
/// What the pointers and URIs of one schema's parts may take to write. Each part repeats the names around it, so a long name around many
/// parts, or a long identifier before many, would else cost their product. Owned by one thread.
/// </summary>
internal sealed class PlaceBudget
{
    /// <summary>Characters of all pointers and URIs: 20,000 parts of 800 each.</summary>
    public const int Characters = 16 << 20;

    private long _left = Characters;

    /// <summary>Takes what is about to be written.</summary>
    /// <exception cref="SchemaException">Nothing is left.</exception>
    public void Spend(long characters)
    {
        _left -= characters;
        if (_left < 0) throw new SchemaException($"The pointers and URIs of the schema's parts have more than {Characters} characters: shorten the names and identifiers that hold many parts.");
    }
}
