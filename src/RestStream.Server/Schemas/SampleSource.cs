using System.Text.Json;

namespace RestStream.Server.Schemas;

/// <summary>Where sample records come from: given, or the last ones of a topic.</summary>
internal abstract record SampleSource
{
    /// <summary>The values themselves.</summary>
    public IReadOnlyList<JsonElement>? Records { get; init; }

    /// <summary>The topic whose records are taken.</summary>
    public string? Topic { get; init; }

    /// <summary>Where in each partition they begin; the last of them by default.</summary>
    public string? From { get; init; }

    /// <summary>At most so many, 100 by default.</summary>
    public int? Max { get; init; }
}
