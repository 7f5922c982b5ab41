namespace RestStream.Server.Json;

/// <summary>Where one JSON value lies in a body, from its first byte to behind its last; the default is a member that is not there.</summary>
internal readonly record struct JsonToken(int Start, int End)
{
    /// <summary>Whether the member is there.</summary>
    public bool IsPresent => End > 0;

    /// <summary>The length in bytes.</summary>
    public int Length => End - Start;
}
