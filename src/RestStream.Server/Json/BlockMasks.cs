namespace RestStream.Server.Json;

/// <summary>The structure of 64 bytes of JSON, one bit per byte.</summary>
internal struct BlockMasks
{
    /// <summary>Where tokens begin: brackets, commas, colons, opening quotes, first bytes of numbers and literals; in NDJSON also line feeds.</summary>
    public ulong Tokens;

    /// <summary>The brackets among them; in NDJSON also line feeds, which end a container badly.</summary>
    public ulong Brackets;

    /// <summary>Tokens that may not stand there if the container is an object (a comma without a member behind it).</summary>
    public ulong BadInObject;

    /// <summary>Tokens that may not stand there if the container is an array (the colon of a member).</summary>
    public ulong BadInArray;
}
