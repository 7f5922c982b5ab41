namespace RestStream.Server.Push;

/// <summary>How subscribers want their batches: those of the same shape at the same place share them.</summary>
/// <param name="MaxRecords">At most so many records.</param>
/// <param name="MaxBytes">At most so many bytes of stored batches, but at least one batch.</param>
internal sealed record BatchShape(int MaxRecords, int MaxBytes);
