using RestStream.Broker.Groups.DeadLetters;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;

namespace RestStream.Broker.Tests.Groups.DeadLetters;

public sealed class DeadLetterWriterTests
{
    private static readonly DeadLetter Letter = new("g", "m", new AssignedPartition("quakes", 0), 5, 1, "rejected");

    [Theory]
    [InlineData(ErrorCode.KafkaStorageError)]
    [InlineData(ErrorCode.CorruptMessage)]
    [InlineData(ErrorCode.TooManyRequests)]
    public async Task RecordThatCannotBeRead_IsNotPassedOver(ErrorCode code)
    {
        var failed = await WriteAsync(new FetchedPartition("quakes", 0, code, 0, 10, -1, default));

        Assert.Equal(code, failed?.Code);
    }

    [Theory]
    [InlineData(ErrorCode.UnknownTopicOrPartition, -1)]
    [InlineData(ErrorCode.KafkaStorageError, 6)]
    [InlineData(ErrorCode.None, 6)]
    public async Task RecordThatIsGone_IsPassedOver(ErrorCode code, long logStart) =>
        Assert.Null(await WriteAsync(new FetchedPartition("quakes", 0, code, logStart, 10, -1, default)));

    private static async Task<Error?> WriteAsync(FetchedPartition fetched) =>
        await new DeadLetterWriter(null!, new OneAnswer(fetched), null!, 100).WriteAsync(Letter, default);

    private sealed class OneAnswer(FetchedPartition fetched) : IFetcher
    {
        public ValueTask<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => new(new FetchResult([fetched], []));

        public Outcome<IReadOnlyList<PartitionOffset>> Locate(string topic, int? partition, Position position) => throw new InvalidOperationException("Nobody asks.");

        public ValueTask<Outcome<IReadOnlyList<PartitionOffset>>> DeleteRecordsAsync(
            string topic, IReadOnlyDictionary<int, long> beforeOffsets, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");
    }
}
