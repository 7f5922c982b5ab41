using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using RestStream.Broker.Groups.Protocol;
using RestStream.Storage;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups.Protocol;

/// <summary>The messages of consumer groups against a table of bytes that Apache Kafka's own classes printed.</summary>
public sealed class GroupMessageTests(ITestOutputHelper output)
{
    private const string Table = "Protocol/GroupMessages";

    private sealed record Row(string Message, short Version, JsonElement Fields, byte[] Bytes);

    [Theory]
    [InlineData("subscription", 60)]
    [InlineData("assignment", 60)]
    [InlineData("offset-key", 15)]
    [InlineData("offset-value", 75)]
    [InlineData("group-key", 15)]
    [InlineData("group-value", 75)]
    public void KafkasBytes_GiveKafkasFields(string message, int count)
    {
        List<Row> rows = Rows(message);
        Assert.Equal(count, rows.Count);
        Assert.All(rows, row => Assert.Equal(Expected(row), Read(row.Message, row.Bytes)));
    }

    [Theory]
    [InlineData("subscription", 0, 3)]
    [InlineData("assignment", 0, 3)]
    [InlineData("offset-key", 1, 1)]
    [InlineData("offset-value", 3, 3)]
    [InlineData("group-key", 2, 2)]
    [InlineData("group-value", 3, 3)]
    public void ReadAndWritten_AreKafkasBytes(string message, short from, short to)
    {
        List<Row> rows = [.. Rows(message).Where(row => row.Version >= from && row.Version <= to)];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(Convert.ToHexString(row.Bytes), Convert.ToHexString(Rewritten(row))));
    }

    [SkippableFact]
    public Task TheTable_IsWhatKafkaPrints() => KafkaTable.AssertPrintsAgainAsync(Table);

    /// <summary>A newer version only adds fields at the end.</summary>
    [Theory]
    [InlineData("subscription")]
    [InlineData("assignment")]
    public void NewerVersion_IsReadAsTheNewestKnown(string message) => Assert.All(Rows(message).Where(row => row.Version == 3), row =>
    {
        byte[] newer = [0, 9, .. row.Bytes.AsSpan(2), 1, 2, 3];
        Assert.Equal(Expected(row), Read(message, newer));
    });

    [Theory]
    [InlineData("offset-key", 9)]
    [InlineData("group-key", 9)]
    [InlineData("offset-value", 5)]
    [InlineData("group-value", 5)]
    [InlineData("subscription", -1)]
    [InlineData("assignment", -1)]
    public void UnknownVersion_IsRefused(string message, short version) => Assert.All(
        Rows(message), row => Assert.Null(Read(message, [(byte)(version >> 8), (byte)version, .. row.Bytes.AsSpan(2)])));

    /// <summary>A key of the other kind must not be taken for one of this kind.</summary>
    [Fact]
    public void KeysOfOneKind_AreRefusedByTheOther()
    {
        Assert.All(Rows("offset-key"), row => Assert.False(GroupKey.TryRead(row.Bytes, out _)));
        Assert.All(Rows("group-key"), row => Assert.False(OffsetKey.TryRead(row.Bytes, out _)));
    }

    [Fact]
    public void CutAnywhere_IsRefused() => Assert.All(KafkaTable.Rows(Table).Select(Parse), row =>
    {
        for (int length = 0; length < row.Bytes.Length; length++) Assert.Null(Read(row.Message, row.Bytes.AsSpan(0, length).ToArray()));
    });

    [Theory]
    [InlineData("offset-key")]
    [InlineData("group-key")]
    [InlineData("offset-value")]
    [InlineData("group-value")]
    public void BytesBehindTheEnd_AreRefused(string message) =>
        Assert.All(Rows(message), row => Assert.Null(Read(message, [.. row.Bytes, 0])));

    /// <summary>Lengths that promise gigabytes, in every place where bytes can be: nothing is thrown and nothing is allocated for them.</summary>
    [Fact]
    public void HostileBytes_AreRefusedWithoutThrowingOrAllocatingByALength()
    {
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        foreach (Row row in KafkaTable.Rows(Table).Select(Parse))
        {
            for (int round = 0; round < 40; round++)
            {
                byte[] bytes = Mutated(row.Bytes, random);
                long before = GC.GetAllocatedBytesForCurrentThread();
                foreach (string message in (string[])["subscription", "assignment", "offset-key", "offset-value", "group-key", "group-value"]) TryRead(message, bytes);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated < 16_000 + (bytes.Length * 100), $"{allocated} bytes allocated for {Convert.ToHexString(bytes)}");
            }
        }
    }

    [Theory]
    [InlineData("0003000000010005C3280000")]
    [InlineData("00030000000100017FFFFFFF")]
    [InlineData("00037FFFFFFF")]
    [InlineData("0003FFFFFFFF")]
    [InlineData("00030000000000000002")]
    public void SubscriptionThatIsNone_IsRefused(string hex) => Assert.False(ConsumerProtocolSubscription.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void TextOver32767Bytes_IsNotWritten() =>
        Assert.Throws<ArgumentException>(() => new GroupKey(new string('x', short.MaxValue + 1)).ToBytes());

    private static byte[] Mutated(byte[] bytes, SeededRandom random)
    {
        byte[] mutated = [.. bytes];
        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            int at = random.Next(mutated.Length);
            if (random.Next(2) == 0) mutated[at] = (byte)random.Next(256);
            else mutated.AsSpan(at, Math.Min(4, mutated.Length - at)).Fill(0x7F);
        }

        return mutated;
    }

    private static List<Row> Rows(string message) => [.. KafkaTable.Rows(Table).Select(Parse).Where(row => row.Message == message)];

    private static Row Parse(string[] row) => new(
        row[0], short.Parse(row[1], CultureInfo.InvariantCulture), JsonDocument.Parse(row[2]).RootElement, Convert.FromHexString(row[3]));

    private static bool TryRead(string message, byte[] bytes) => message switch
    {
        "subscription" => ConsumerProtocolSubscription.TryRead(bytes, out _),
        "assignment" => ConsumerProtocolAssignment.TryRead(bytes, out _),
        "offset-key" => OffsetKey.TryRead(bytes, out _),
        "offset-value" => OffsetValue.TryRead(bytes, out _),
        "group-key" => GroupKey.TryRead(bytes, out _),
        _ => GroupValue.TryRead(bytes, out _),
    };

    private static byte[] Rewritten(Row row) => row.Message switch
    {
        "subscription" => ConsumerProtocolSubscription.TryRead(row.Bytes, out var read) ? read.ToBytes(row.Version) : [],
        "assignment" => ConsumerProtocolAssignment.TryRead(row.Bytes, out var read) ? read.ToBytes(row.Version) : [],
        "offset-key" => OffsetKey.TryRead(row.Bytes, out var read) ? read.ToBytes() : [],
        "offset-value" => OffsetValue.TryRead(row.Bytes, out var read) ? read.ToBytes() : [],
        "group-key" => GroupKey.TryRead(row.Bytes, out var read) ? read.ToBytes() : [],
        _ => GroupValue.TryRead(row.Bytes, out var read) ? read.ToBytes() : [],
    };

    /// <summary>What our codec reads, as text; null when it refuses.</summary>
    private static string? Read(string message, byte[] bytes) => message switch
    {
        "subscription" => ConsumerProtocolSubscription.TryRead(bytes, out var read)
            ? Text(Text(read.Topics), Text(read.UserData), Text(read.OwnedPartitions), read.Generation, read.RackId) : null,
        "assignment" => ConsumerProtocolAssignment.TryRead(bytes, out var read) ? Text(Text(read.Partitions), Text(read.UserData)) : null,
        "offset-key" => OffsetKey.TryRead(bytes, out var read) ? Text(read.Group, read.Topic, read.Partition) : null,
        "offset-value" => OffsetValue.TryRead(bytes, out var read)
            ? Text(read.Offset, read.LeaderEpoch, read.Metadata, read.CommitTimestamp, read.ExpireTimestamp, TopicId(read.TopicId)) : null,
        "group-key" => GroupKey.TryRead(bytes, out var read) ? Text(read.Group) : null,
        _ => GroupValue.TryRead(bytes, out var read)
            ? Text(read.ProtocolType, read.Generation, read.Protocol, read.Leader, read.CurrentStateTimestamp, Text(read.Members.Select(Text))) : null,
    };

    /// <summary>What Kafka says that it is, in the same words.</summary>
    private static string Expected(Row row)
    {
        JsonElement fields = row.Fields;
        return row.Message switch
        {
            "subscription" => Text(
                Text(fields.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString())), Bytes(fields, "userData"),
                Partitions(fields, "ownedPartitions"), Int(fields, "generationId") ?? -1, String(fields, "rackId")),
            "assignment" => Text(Partitions(fields, "assignedPartitions"), Bytes(fields, "userData")),
            "offset-key" => Text(String(fields, "group"), String(fields, "topic"), Int(fields, "partition")),
            "offset-value" => Text(
                Int(fields, "offset"), Int(fields, "leaderEpoch") ?? -1, String(fields, "metadata"), Int(fields, "commitTimestamp"),
                Int(fields, "expireTimestamp") ?? -1, TopicId(fields)),
            "group-key" => Text(String(fields, "group")),
            _ => Text(
                String(fields, "protocolType"), Int(fields, "generation"), String(fields, "protocol"), String(fields, "leader"),
                Int(fields, "currentStateTimestamp") ?? -1, Text(fields.GetProperty("members").EnumerateArray().Select(Member))),
        };
    }

    private static string Text(GroupValueMember member) => Text(
        member.MemberId, member.InstanceId, member.ClientId, member.ClientHost, member.RebalanceTimeoutMs, member.SessionTimeoutMs,
        Text(member.Subscription), Text(member.Assignment));

    private static string Member(JsonElement member) => Text(
        String(member, "memberId"), String(member, "groupInstanceId"), String(member, "clientId"), String(member, "clientHost"),
        Int(member, "rebalanceTimeout") ?? Int(member, "sessionTimeout"), Int(member, "sessionTimeout"), Bytes(member, "subscription"), Bytes(member, "assignment"));

    private static string Text(params IEnumerable<object?> fields) => $"({string.Join(" | ", fields.Select(field => field ?? "null"))})";

    private static string Text(ReadOnlyMemory<byte>? bytes) => bytes is { } there ? $"hex {Convert.ToHexString(there.Span)}" : "null";

    private static string Text(IEnumerable<TopicPartition> partitions) => Text(partitions.Select(partition => (object)partition));

    private static string Partitions(JsonElement fields, string name) => fields.TryGetProperty(name, out JsonElement topics)
        ? Text(topics.EnumerateArray().SelectMany(PartitionsOf)) : Text((IEnumerable<TopicPartition>)[]);

    private static IEnumerable<TopicPartition> PartitionsOf(JsonElement topic) => topic.GetProperty("partitions").EnumerateArray()
        .Select(partition => new TopicPartition(String(topic, "topic")!, partition.GetInt32()));

    private static string Bytes(JsonElement fields, string name) =>
        Text(fields.GetProperty(name) is { ValueKind: JsonValueKind.String } bytes ? bytes.GetBytesFromBase64() : (ReadOnlyMemory<byte>?)null);

    // Kafka prints an id as base64url of its 16 bytes, and a missing one as 16 zeros.
    private static string TopicId(JsonElement fields) => String(fields, "topicId") is { } id && id.Trim('A').Length > 0
        ? TopicId(new Guid(Base64Url.DecodeFromChars(id), bigEndian: true)) : "null";

    private static string TopicId(Guid? id) => id?.ToString() ?? "null";

    private static string? String(JsonElement fields, string name) => fields.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static long? Int(JsonElement fields, string name) => fields.TryGetProperty(name, out JsonElement number) ? number.GetInt64() : null;
}
