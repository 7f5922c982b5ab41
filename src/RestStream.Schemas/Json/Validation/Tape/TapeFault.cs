namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>Why a text has no tape.</summary>
internal enum TapeFault
{
    None,
    NotJson,
    TooDeep,
    TooLarge,
}
