namespace RestStream.Server.Json;

/// <summary>Why <see cref="StructureScan.SkipContainer"/> gives no place.</summary>
internal static class ContainerFault
{
    /// <summary>A bracket, comma or colon that does not fit the container.</summary>
    public const int Misplaced = -1;

    /// <summary>Nested too deep.</summary>
    public const int TooDeep = -2;

    /// <summary>The text or the scan ended in it.</summary>
    public const int Unended = -3;
}
