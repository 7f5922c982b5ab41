namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>How a keyword's value holds schemas; a keyword may hold them in more than one way.</summary>
[Flags]
internal enum SubschemaShape
{
    None = 0,

    /// <summary>It is a schema.</summary>
    One = 1,

    /// <summary>It is a list of them.</summary>
    List = 2,

    /// <summary>It is an object whose values are.</summary>
    Map = 4,
}
