using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>Finds how many bytes one sync of the server carries under a load, so that the disk's own rate is measured with the same.</summary>
internal static class CommitSize
{
    /// <summary>Runs the load once and divides what it sent by the syncs the server counted.</summary>
    public static int Measure(Bench bench, LoadSpec load)
    {
        using var topics = new TopicClient(load.Port);
        var bodyBytes = BodyBytes(load);
        var before = topics.SyncCount();
        var sent = bench.Drive(load) * load.Seconds * bodyBytes;
        var syncs = Math.Max(1, topics.SyncCount() - before);
        return (int)Math.Clamp(sent / syncs, 4096, 64 * 1024 * 1024);
    }

    /// <summary>The mean length of the load's bodies.</summary>
    public static double BodyBytes(LoadSpec load) => RequestBodies.Build(load).Average(body => body.Length);
}
