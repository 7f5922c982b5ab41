namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>Groups of keywords that a meta-schema switches on, since 2019-09.</summary>
[Flags]
internal enum Vocabularies
{
    Core = 1,
    Applicator = 2,
    Validation = 4,
    Unevaluated = 8,
    FormatAssertion = 16,

    /// <summary>All but the assertion of formats, which is asked for.</summary>
    Usual = Core | Applicator | Validation | Unevaluated,
}
