namespace RestStream.Server.Schemas;

/// <summary>A sample record's value.</summary>
/// <param name="Value">Its bytes.</param>
/// <param name="Header">Of a stored record, the header that names its schema; null for none.</param>
/// <param name="Partition">Of a stored record, its partition.</param>
/// <param name="Offset">Of a stored record, its offset.</param>
internal sealed record Sample(byte[] Value, byte[]? Header, int? Partition, long? Offset);
