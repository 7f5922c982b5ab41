namespace RestStream.Server.Json;

/// <summary>A line that could be read and was refused; the upload went on.</summary>
/// <param name="Index">The index of its record in the upload, from 0, blank lines not counted.</param>
/// <param name="Error">Why; it names the line.</param>
internal readonly record struct NdjsonRefusal(long Index, JsonError Error);
