using System.Text.Json;

namespace RestStream.Server.Push;

/// <summary>Where a seek goes.</summary>
/// <param name="From">A position; a number is an offset.</param>
/// <param name="Cursor">A cursor; before <paramref name="From"/>.</param>
internal sealed record SeekBody(JsonElement? From, string? Cursor);
