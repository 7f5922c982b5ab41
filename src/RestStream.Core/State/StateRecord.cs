namespace RestStream.Core.State;

/// <summary>A record of a state topic.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; null deletes the key.</param>
public readonly record struct StateRecord(byte[] Key, byte[]? Value);
