namespace RestStream.Storage.Verification;

/// <summary>What <see cref="LogVerifier"/> found in the directory of one partition.</summary>
/// <param name="Partition">The name of the directory: <c>topic-partition</c>.</param>
/// <param name="Segments">How many segments.</param>
/// <param name="Batches">How many valid batches.</param>
/// <param name="Records">How many records in them.</param>
/// <param name="Bytes">The bytes of all log files.</param>
/// <param name="FirstOffset">The first offset in the log files.</param>
/// <param name="NextOffset">The offset after the last valid batch.</param>
/// <param name="Problems">What is damaged, a line each; empty when all is well.</param>
/// <param name="Notes">What the next start mends by itself, a line each: a torn tail, a missing index.</param>
public sealed record VerifiedLog(
    string Partition, int Segments, long Batches, long Records, long Bytes, long FirstOffset, long NextOffset, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
