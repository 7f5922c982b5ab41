namespace RestStream.Schemas.Registry;

/// <summary>With which earlier versions a new one has to be compatible, and which way.</summary>
public enum CompatibilityLevel
{
    /// <summary>With none.</summary>
    None,

    /// <summary>It reads what the newest wrote.</summary>
    Backward,

    /// <summary>It reads what any wrote.</summary>
    BackwardTransitive,

    /// <summary>The newest reads what it writes.</summary>
    Forward,

    /// <summary>All read what it writes.</summary>
    ForwardTransitive,

    /// <summary>Both, with the newest.</summary>
    Full,

    /// <summary>Both, with all.</summary>
    FullTransitive,
}
