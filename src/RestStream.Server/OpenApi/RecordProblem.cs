using RestStream.Core;

namespace RestStream.Server.OpenApi;

/// <summary>Describes why one record was not stored.</summary>
internal sealed record RecordProblem(long Index, long? Line, int Status, string Code, string Detail, bool Retriable, IReadOnlyList<ErrorItem>? Errors);
