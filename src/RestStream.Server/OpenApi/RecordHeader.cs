namespace RestStream.Server.OpenApi;

/// <summary>Describes a record header.</summary>
internal sealed record RecordHeader(string Name, string? Value, string? ValueEncoding);
