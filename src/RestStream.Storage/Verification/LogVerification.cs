namespace RestStream.Storage.Verification;

/// <summary>What <see cref="LogVerifier"/> found in a data directory.</summary>
/// <param name="Logs">A row for each partition's directory, by name.</param>
/// <param name="Problems">What is damaged beside the logs: checkpoints and metadata.</param>
public sealed record LogVerification(IReadOnlyList<VerifiedLog> Logs, IReadOnlyList<string> Problems)
{
    /// <summary>True when nothing is damaged.</summary>
    public bool IsSound => Problems.Count == 0 && Logs.All(l => l.Problems.Count == 0);
}
