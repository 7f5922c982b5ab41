namespace RestStream.Schemas.Enforcement;

/// <summary>The parts of a record that schemas describe.</summary>
public enum RecordPart
{
    /// <summary>The value.</summary>
    Value,

    /// <summary>The key.</summary>
    Key,
}
