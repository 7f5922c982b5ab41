using RestStream.Broker.Topics;

namespace RestStream.Broker.Tests.Topics;

public sealed class ConfigDefinitionsTests
{
    [Theory]
    [InlineData("retention.ms", "-1")]
    [InlineData("retention.ms", "9223372036854775807")]
    [InlineData("segment.bytes", "1048576")]
    [InlineData("max.message.bytes", "0")]
    [InlineData("cleanup.policy", "delete")]
    [InlineData("cleanup.policy", " delete ")]
    [InlineData("message.timestamp.type", "LogAppendTime")]
    [InlineData("min.cleanable.dirty.ratio", "0.25")]
    [InlineData("cleanup.policy", "compact")]
    [InlineData("cleanup.policy", "compact,delete")]
    [InlineData("cleanup.policy", "delete, compact")]
    [InlineData("preallocate", "TRUE")]
    [InlineData("compression.zstd.level", "-131072")]
    [InlineData("leader.replication.throttled.replicas", "0:1,1:2")]
    public void ValueInRange_IsTaken(string name, string value) => Assert.Empty(Violations(name, value));

    [Theory]
    [InlineData("retention.ms", "-2", "long from -1 to 9223372036854775807")]
    [InlineData("retention.ms", "9223372036854775808", "long")]
    [InlineData("retention.ms", "7d", "long")]
    [InlineData("retention.ms", "", "long")]
    [InlineData("segment.bytes", "1048575", "int from 1048576 to 2147483647")]
    [InlineData("segment.bytes", "2147483648", "int")]
    [InlineData("max.message.bytes", "1.5", "int from 0 to 2147483647")]
    [InlineData("flush.messages", "0", "long from 1")]
    [InlineData("cleanup.policy", "compacted", "list of: delete, compact")]
    [InlineData("cleanup.policy", "", "list of: delete, compact")]
    [InlineData("delete.retention.ms", "-1", "long from 0")]
    [InlineData("max.compaction.lag.ms", "0", "long from 1")]
    [InlineData("message.timestamp.type", "createtime", "CreateTime, LogAppendTime")]
    [InlineData("min.cleanable.dirty.ratio", "1.01", "double from 0 to 1")]
    [InlineData("min.cleanable.dirty.ratio", "NaN", "double from 0 to 1")]
    [InlineData("preallocate", "yes", "true or false")]
    [InlineData("compression.type", "gzip", "producer, uncompressed")]
    public void ValueOutOfRange_IsRefusedWithTypeAndRange(string name, string value, string range)
    {
        var violation = Assert.Single(Violations(name, value));
        Assert.Equal("/config/" + name, violation.Pointer);
        Assert.Contains($"'{name}'", violation.Detail, StringComparison.Ordinal);
        Assert.Contains(range, violation.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retention", "/config/retention")]
    [InlineData("a/b~c", "/config/a~1b~0c")]
    [InlineData("", "/config/")]
    [InlineData("Retention.ms", "/config/Retention.ms")]
    public void UnknownName_IsRefusedWithTheNamesThereAre(string name, string pointer)
    {
        var violation = Assert.Single(Violations(name, "1"));
        Assert.Equal(pointer, violation.Pointer);
        Assert.Contains("retention.ms", violation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralWrongConfigs_AreAllToldAtOnce()
    {
        var violations = ConfigDefinitions.Violations(new Dictionary<string, string> { ["segment.ms"] = "0", ["nope"] = "1", ["flush.ms"] = "0" });
        Assert.Equal(["/config/nope", "/config/segment.ms"], violations.Select(v => v.Pointer));
    }

    [Fact]
    public void CompactionLagsThatContradict_AreRefused() => Assert.Single(
        ConfigDefinitions.Violations(new Dictionary<string, string> { ["min.compaction.lag.ms"] = "10", ["max.compaction.lag.ms"] = "9" }));

    [Fact]
    public void EveryDefault_IsAllowed() =>
        Assert.All(ConfigDefinitions.ByName.Values.Where(d => d.Default.Length > 0), definition => Assert.Null(definition.Check(definition.Default)));

    [Fact]
    public void Defaults_AreKafkasButSynced()
    {
        var config = TopicConfig.Default;
        Assert.Equal(new Storage.LogConfig(), config.Log);
        Assert.True(config.Log.SyncsBeforeVisible);
        Assert.Equal(1_048_588, config.MaxMessageBytes);
        Assert.Equal("604800000", config.InForce()["retention.ms"]);
    }

    [Theory]
    [InlineData("delete", true, false)]
    [InlineData("compact", false, true)]
    [InlineData("delete,compact", true, true)]
    public void CleanupPolicy_ReachesTheLog(string policy, bool deletes, bool compacts)
    {
        var log = new TopicConfig(new Dictionary<string, string>
        {
            ["cleanup.policy"] = policy, ["min.cleanable.dirty.ratio"] = "0.1", ["min.compaction.lag.ms"] = "2", ["max.compaction.lag.ms"] = "3", ["delete.retention.ms"] = "4",
        }).Log;
        Assert.Equal((deletes, compacts), (log.DeletePolicy, log.CompactPolicy));
        Assert.Equal((0.1, 2, 3, 4), (log.MinCleanableDirtyRatio, log.MinCompactionLagMs, log.MaxCompactionLagMs, log.DeleteRetentionMs));
    }

    private static List<Core.ErrorItem> Violations(string name, string value) =>
        ConfigDefinitions.Violations(new Dictionary<string, string> { [name] = value });
}
