using RestStream.Core;

namespace RestStream.Server.OpenApi;

/// <summary>Describes a record that was stored although it does not fit its topic's schema.</summary>
internal sealed record RecordWarning(long Index, long? Line, string Code, string Detail, IReadOnlyList<ErrorItem>? Errors);
