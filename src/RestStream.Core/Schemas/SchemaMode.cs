namespace RestStream.Core.Schemas;

/// <summary>What a schema's verdict on a record does.</summary>
public enum SchemaMode
{
    /// <summary>Records are not checked.</summary>
    Off,

    /// <summary>Records that do not fit are stored, counted and told.</summary>
    Warn,

    /// <summary>Records that do not fit are not stored in the topic.</summary>
    Enforce,
}
