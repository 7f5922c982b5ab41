namespace RestStream.Server.OpenApi;

/// <summary>Describes the body of a batch; read by <see cref="Json.JsonBodyParser"/>.</summary>
internal sealed record ProduceBody(IReadOnlyList<ProduceRecord> Records);
