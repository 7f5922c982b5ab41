namespace RestStream.Schemas.Registry;

/// <summary>What may be done.</summary>
public enum RegistryMode
{
    /// <summary>Everything.</summary>
    ReadWrite,

    /// <summary>Nothing is registered or deleted.</summary>
    ReadOnly,

    /// <summary>The same, over all narrower modes.</summary>
    ReadOnlyOverride,

    /// <summary>Schemas are registered with their ids and versions, unchecked.</summary>
    Import,

    /// <summary>For the global context alone; here it changes nothing.</summary>
    Forward,
}
