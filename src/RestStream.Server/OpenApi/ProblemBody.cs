using RestStream.Core;

namespace RestStream.Server.OpenApi;

/// <summary>Describes a problem (RFC 9457); written by <see cref="Errors.ProblemWriter"/>.</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, bool Retriable, string? TraceId, IReadOnlyList<ErrorItem>? Errors);
