namespace RestStream.Core.Schemas;

/// <summary>What a topic asks of its records; kept with the topic. Immutable.</summary>
/// <param name="Value">Of their values; null for nothing.</param>
/// <param name="Key">Of their keys; null for nothing.</param>
public sealed record TopicSchemas(SchemaRule? Value, SchemaRule? Key)
{
    /// <summary>Nothing is asked.</summary>
    public static TopicSchemas None { get; } = new(null, null);

    /// <summary>True when records are looked at.</summary>
    public bool ChecksRecords => IsOn(Value) || IsOn(Key);

    /// <summary>True when stored records may get headers.</summary>
    public bool StampsRecords => Value is { Stamps: true, Mode: not SchemaMode.Off } || Key is { Stamps: true, Mode: not SchemaMode.Off };

    private static bool IsOn(SchemaRule? rule) => rule is { Mode: not SchemaMode.Off };
}
