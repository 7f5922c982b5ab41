namespace RestStream.Benchmarks.Load;

/// <summary>Subscribers of one topic, and what is produced meanwhile.</summary>
/// <param name="Port">Loopback port of the server.</param>
/// <param name="Kind">How they subscribe.</param>
/// <param name="Subscribers">How many read.</param>
/// <param name="PerSecond">Numbered records a second, each a request with acks=all; 0 for batches of 100 as fast as they are taken; below 0 for none.</param>
/// <param name="Seconds">How long it is measured.</param>
/// <param name="Stalled">How many more subscribe and read nothing.</param>
/// <param name="FrameBytes">Bytes of a write of <see cref="PushKind.Bare"/>.</param>
internal sealed record PushSpec(int Port, PushKind Kind, int Subscribers, int PerSecond, double Seconds, int Stalled = 0, int FrameBytes = 0)
{
    public const string Topic = "pushed";
}
