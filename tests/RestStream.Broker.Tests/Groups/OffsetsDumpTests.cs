using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups;

/// <summary>Kafka's own tool reads what is in <c>__consumer_offsets</c>.</summary>
public sealed class OffsetsDumpTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task OffsetsAndGroups_AreReadByKafkasDumpLog()
    {
        var kafka = TestEnvironment.KafkaOrSkip();
        using var directory = new TempDirectory();
        await using (var engine = await TestEngine.OpenAsync(directory.Path, new Storage.Files.PosixFileSystem(), AsKafka))
        {
            var coordinator = engine.Engine.Coordinator;
            await coordinator.Loaded;
            await engine.CreateAsync("quakes", 2);
            var joined = await coordinator.JoinAsync("billing", instance: "one", metadata: new ConsumerProtocolSubscription { Topics = ["quakes"] }.ToBytes());
            var assignment = new ConsumerProtocolAssignment { Partitions = [new("quakes", 0), new("quakes", 1)] }.ToBytes();
            Assert.Equal(ErrorCode.None, (await coordinator.SyncAsync("billing", joined, new MemberAssignment(joined.MemberId, assignment))).Error);
            Assert.Equal(ErrorCode.None, await coordinator.CommitAsync("billing", 42, joined, metadata: "here"));
            Assert.Equal(ErrorCode.None, await coordinator.CommitAsync("billing", 43, joined, partition: 1));
            await coordinator.LeaveAsync("billing", [new LeavingMember(joined.MemberId, "one")]);
            Assert.Equal(ErrorCode.None, (await coordinator.DeleteOffsetsAsync("billing", [new("quakes", 1)])).Error);
        }

        var segment = Path.Combine(directory.Path, $"__consumer_offsets-{OffsetsTopic.PartitionFor("billing", 50)}", "00000000000000000000.log");
        var lines = await KafkaTool.RunAsync(kafka, "", "dump-log", "--offsets-decoder", "--files", segment);
        foreach (var line in lines) output.WriteLine(line);

        var records = lines.Where(line => line.StartsWith("| offset: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, records.Count);
        AssertHas(records[0], "\"group\":\"billing\"", "\"protocolType\":\"consumer\"", "\"generation\":1", "\"groupInstanceId\":\"one\"", "\"topics\":[\"quakes\"]");
        AssertHas(records[1], "\"group\":\"billing\"", "\"topic\":\"quakes\"", "\"partition\":0", "\"offset\":42", "\"metadata\":\"here\"");
        AssertHas(records[2], "\"partition\":1", "\"offset\":43");
        AssertHas(records[3], "\"group\":\"billing\"", "\"generation\":2", "\"members\":[]");
        AssertHas(records[4], "\"partition\":1", "<DELETE>");
        Assert.All(lines.Where(line => line.StartsWith("baseOffset: ", StringComparison.Ordinal)), line => Assert.Contains("isvalid: true", line, StringComparison.Ordinal));
    }

    // Kafka's number of partitions: its rule says which one has the group.
    private static EngineOptions AsKafka(EngineOptions options) => options with { Groups = new GroupOptions { OffsetsTopicPartitions = 50 } };

    private static void AssertHas(string line, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
}
