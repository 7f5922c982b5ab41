using RestStream.Core;

namespace RestStream.Schemas.Enforcement;

/// <summary>Why a key or a value does not fit.</summary>
/// <param name="Error">Code, sentence and places.</param>
/// <param name="SchemaId">The schema that it does not fit; null when there is none to name.</param>
internal sealed record Finding(Error Error, int? SchemaId);
