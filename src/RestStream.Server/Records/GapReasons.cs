namespace RestStream.Server.Records;

/// <summary>Why records are missing.</summary>
internal static class GapReasons
{
    /// <summary>Deleted by age or size, or by a truncate before this process began.</summary>
    public const string Retention = "retention";

    /// <summary>Deleted by a truncate.</summary>
    public const string Truncated = "truncated";

    /// <summary>The topic was deleted and made anew.</summary>
    public const string Recreated = "recreated";

    /// <summary>Stored data is damaged.</summary>
    public const string Damaged = "damaged";
}
