using System.Text.Json;

namespace RestStream.Server.Schemas;

/// <summary>A schema that was made from samples.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Samples">From how many samples.</param>
/// <param name="Skipped">How many records are no JSON and say nothing.</param>
internal sealed record InferredView(JsonElement Schema, long Samples, long Skipped);
