using RestStream.Storage.Files;
using RestStream.Storage.Tests.Compaction;
using RestStream.Storage.Tests.Log;
using RestStream.Storage.Verification;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Proof;

/// <summary>Kafka's own tool reads what compaction leaves, indexes too: rewritten batches, stamped tombstones, emptied batches, merged segments.</summary>
public sealed class CompactedDumpTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task CompactedLog_IsReadByKafkasDumpLog()
    {
        string kafka = TestEnvironment.KafkaOrSkip();
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        using var directory = new TempDirectory();
        var config = CompactedLog.Small with { SegmentBytes = 6000, IndexIntervalBytes = 200, MinCleanableDirtyRatio = 0, DeleteRetentionMs = 60_000, FileDeleteDelayMs = 0 };
        var fixture = new LogFixture(new PosixFileSystem(), directory.Path, config).Open();
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 150; i++) fixture.Put([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Record(random))]);
            fixture.Clean();
            fixture.Time.Advance(TimeSpan.FromSeconds(40));
        }

        var headers = fixture.Headers();
        Assert.Contains(headers, h => h.Horizon is not null);
        Assert.Contains(headers, h => h.Count == 0);
        Assert.Contains(headers, h => h.Count > 0 && h.Count <= h.Last - h.Base);
        fixture.Stop();
        Assert.True(LogVerifier.Verify(directory.Path, new PosixFileSystem()).IsSound);

        string[] files = [.. Directory.GetFiles(fixture.PartitionPath, "0*").Where(file => Path.GetExtension(file) is ".log" or ".index" or ".timeindex").Order(StringComparer.Ordinal)];
        LogDump dump = await LogDump.OfAsync(kafka, files);
        Assert.Empty(files.SelectMany(dump.Complaints).Take(20));
        string[] segments = [.. files.Where(file => Path.GetExtension(file) == ".log")];
        Assert.All(segments, segment => Assert.Equal(dump.Lines(segment), KafkaDump.Lines(File.ReadAllBytes(segment))));
        output.WriteLine($"{segments.Length} segments, {headers.Count} batches, {files.Except(segments).Sum(dump.EntryCount)} index entries");
    }

    private static Keyed Record(SeededRandom random) =>
        new($"k{random.Next(60)}", random.Next(6) == 0 ? null : new string('v', random.Next(120)));
}
