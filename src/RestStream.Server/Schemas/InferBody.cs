namespace RestStream.Server.Schemas;

/// <summary>The body of <c>POST /v1/schemas/infer</c>.</summary>
internal sealed record InferBody : SampleSource;
