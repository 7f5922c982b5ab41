using System.Text.Json;

namespace RestStream.Server.Push;

/// <summary>What a client asks for with <c>Subscribe</c>.</summary>
/// <param name="Topics">A name or a pattern, or an array of them.</param>
/// <param name="Partitions">Only these; with one topic by its name.</param>
/// <param name="From">A position; a number is an offset.</param>
/// <param name="Cursor">Where to go on; before <paramref name="From"/>.</param>
/// <param name="Filter">Only records for which this holds.</param>
/// <param name="MaxBatch">At most so many records a frame.</param>
/// <param name="MaxBytes">At most so many bytes of stored batches a frame.</param>
/// <param name="Schema">Each record says which schema its value has.</param>
/// <param name="ValueFormat"><c>json</c> shows values in a wire form as JSON.</param>
/// <param name="Credits">How many frames with records may come before the client gives more; null sends as the transport takes.</param>
internal sealed record SubscribeBody(
    JsonElement? Topics, IReadOnlyList<int>? Partitions, JsonElement? From, string? Cursor, string? Filter, int? MaxBatch, int? MaxBytes, int? Credits, bool? Schema = null, string? ValueFormat = null);
