namespace RestStream.Schemas.Protobuf;

/// <summary>Bounds that real schemas and records stay far below, and that keep hostile ones cheap.</summary>
internal static class ProtobufLimits
{
    /// <summary>How many files a schema may import, and stand on in all.</summary>
    public const int MaxFiles = 500;

    /// <summary>How long a name with its package, or a name in JSON, may be.</summary>
    public const int MaxNameLength = 512;

    /// <summary>How many differences of two schemas are told: of those that break readers, and of those that do not.</summary>
    public const int MaxDifferences = 100;

    /// <summary>How large the JSON of one record may become: short bytes can stand for long names.</summary>
    public const int MaxJsonBytes = 64 << 20;
}
