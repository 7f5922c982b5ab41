using System.Globalization;
using RestStream.Storage;

namespace RestStream.Broker.Topics;

/// <summary>The configs of one topic, checked and read. Immutable.</summary>
internal sealed class TopicConfig
{
    private static readonly Dictionary<string, string> Defaults =
        ConfigDefinitions.ByName.ToDictionary(config => config.Key, config => config.Value.Default, StringComparer.Ordinal);

    /// <summary>Reads overrides that <see cref="ConfigDefinitions.Violations"/> found nothing wrong with.</summary>
    public TopicConfig(IReadOnlyDictionary<string, string> overrides)
    {
        Overrides = new SortedDictionary<string, string>(
            overrides.ToDictionary(config => config.Key, config => config.Value.Trim()), StringComparer.Ordinal);
        MaxMessageBytes = Int(ConfigDefinitions.MaxMessageBytes);
        TimestampBeforeMaxMs = Long(ConfigDefinitions.MessageTimestampBeforeMaxMs);
        TimestampAfterMaxMs = Long(ConfigDefinitions.MessageTimestampAfterMaxMs);
        UsesLogAppendTime = Text(ConfigDefinitions.MessageTimestampType) == ConfigDefinitions.LogAppendTime;
        IsDeadLetter = Text(ConfigDefinitions.DeadLetter) == "true";
        Log = ReadLogConfig();
    }

    /// <summary>No overrides.</summary>
    public static TopicConfig Default { get; } = new(new Dictionary<string, string>());

    public SortedDictionary<string, string> Overrides { get; }

    public int MaxMessageBytes { get; }

    public long TimestampBeforeMaxMs { get; }

    public long TimestampAfterMaxMs { get; }

    public bool UsesLogAppendTime { get; }

    /// <summary>True for a topic of dead letters.</summary>
    public bool IsDeadLetter { get; }

    public LogConfig Log { get; }

    /// <summary>Every config with its value in force.</summary>
    public IReadOnlyDictionary<string, string> InForce()
    {
        if (Overrides.Count == 0) return Defaults;
        var all = new Dictionary<string, string>(Defaults, StringComparer.Ordinal);
        foreach (var (name, value) in Overrides) all[name] = value;
        return all;
    }

    public long Long(string name) => long.Parse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private int Int(string name) => int.Parse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private string Text(string name) => Overrides.TryGetValue(name, out var value) ? value : Defaults[name];

    private bool HasPolicy(string policy) => ConfigDefinition.ListOf(Text(ConfigDefinitions.CleanupPolicy)).Contains(policy);

    private LogConfig ReadLogConfig() => new()
    {
        SegmentBytes = Int(ConfigDefinitions.SegmentBytes),
        SegmentMs = Long(ConfigDefinitions.SegmentMs),
        SegmentJitterMs = Long(ConfigDefinitions.SegmentJitterMs),
        SegmentIndexBytes = Int(ConfigDefinitions.SegmentIndexBytes),
        IndexIntervalBytes = Int(ConfigDefinitions.IndexIntervalBytes),
        RetentionMs = Long(ConfigDefinitions.RetentionMs),
        RetentionBytes = Long(ConfigDefinitions.RetentionBytes),
        DeletePolicy = HasPolicy("delete"),
        CompactPolicy = HasPolicy("compact"),
        MinCleanableDirtyRatio = double.Parse(Text(ConfigDefinitions.MinCleanableDirtyRatio), NumberStyles.Float, CultureInfo.InvariantCulture),
        MinCompactionLagMs = Long(ConfigDefinitions.MinCompactionLagMs),
        MaxCompactionLagMs = Long(ConfigDefinitions.MaxCompactionLagMs),
        DeleteRetentionMs = Long(ConfigDefinitions.DeleteRetentionMs),
        FileDeleteDelayMs = Long(ConfigDefinitions.FileDeleteDelayMs),
        FlushMessages = Long(ConfigDefinitions.FlushMessages),
        FlushMs = Long(ConfigDefinitions.FlushMs),
    };
}
