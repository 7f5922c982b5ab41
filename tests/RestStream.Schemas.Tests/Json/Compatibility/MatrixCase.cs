namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>One pair of the matrix, with what is expected of it in both directions.</summary>
internal sealed record MatrixCase(
    int Line, string Draft, string Old, string New,
    (char Verdict, string[] Differences) OldToNew, (char Verdict, string[] Differences) NewToOld);
