using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>One group of figures of the page.</summary>
internal abstract class Scenario
{
    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new PrimitiveScenario(), new ProduceSingleScenario(), new ProduceBatchScenario(), new ProduceLargeScenario(), new DurableScenario(), new FetchScenario(),
        new WakeUpScenario(), new AllocationScenario(), new ParkedScenario(), new PartitionsScenario(), new StartScenario(), new UploadScenario(),
        new CompactionScenario(),
        new PushLatencyScenario(), new PushFloodScenario(), new IdleSubscribersScenario(), new StalledSubscriberScenario(), new AppendUnderPushScenario(),
        new GroupPollScenario(), new CommitScenario(), new RebalanceScenario(),
        new ValidatorScenario(), new EnforcementScenario(), new RegistryScenario(),
    ];

    /// <summary>What --only calls it.</summary>
    public abstract string Name { get; }

    public abstract void Run(Bench bench);

    /// <summary>A rate against the same load on bare Kestrel, round by round.</summary>
    protected static Figure AgainstNull(string name, double[] ours, double[] limit, int recordsPerRequest, double target)
    {
        var ratio = new Samples(ours.Zip(limit, (mine, bare) => mine / bare));
        return new Figure(
            name,
            Page.Rate(new Samples(ours).Median * recordsPerRequest),
            $"{Page.Rate(new Samples(limit).Median * recordsPerRequest)} null",
            Page.Spread(ratio),
            $"≥ {target:0.00} null",
            ratio.Median >= target);
    }

    /// <summary>A figure with an upper bound.</summary>
    protected static Figure AtMost(string name, double value, double bound, string unit, string comparedWith = "") =>
        new(name, Page.Number(value, unit), comparedWith, "", $"≤ {Page.Number(bound, unit)}", value <= bound);
}
