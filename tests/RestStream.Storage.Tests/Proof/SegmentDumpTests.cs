using RestStream.Storage.Files;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Proof;

/// <summary>Kafka's own tool finds nothing wrong with segments and indexes of any shape: tiny segments, dense and sparse indexes, after a kill and after deleted records.</summary>
public sealed class SegmentDumpTests(ITestOutputHelper output)
{
    private const long Time = 1_767_225_600_000;

    [SkippableTheory]
    [InlineData(20_000, 0)]
    [InlineData(20_000, 4096)]
    [InlineData(1 << 30, 1000)]
    public async Task ManySegments_AreReadByKafkasDumpLog(int segmentBytes, int indexIntervalBytes)
    {
        string kafka = TestEnvironment.KafkaOrSkip();
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        using var directory = new TempDirectory();
        string killed = directory.Combine("killed");
        var config = new LogConfig { SegmentBytes = segmentBytes, IndexIntervalBytes = indexIntervalBytes };
        using (LogFixture first = new LogFixture(new PosixFileSystem(), directory.Combine("first"), config, partitions: 2).Open())
        {
            Load(first, random);
            first.Append(Batches.Numbered(-1, Time)); // not synced
            CopyAll(directory.Combine("first"), killed);
        }

        LogFixture second = new LogFixture(new PosixFileSystem(), killed, config, partitions: 2).Open();
        Load(second, random);
        await second.Log.DeleteRecordsAsync(50);
        Load(second, random);
        string[] live = Files(killed);
        CopyAll(killed, directory.Combine("live"));
        second.Stop();

        string[] files = [.. Files(directory.Combine("first")), .. Files(killed), .. live.Select(file => file.Replace(killed, directory.Combine("live"), StringComparison.Ordinal))];
        LogDump dump = await LogDump.OfAsync(kafka, files);
        Assert.Empty(files.SelectMany(dump.Complaints).Take(20));
        string[] segments = [.. files.Where(file => Path.GetExtension(file) == ".log")];
        Assert.All(segments, segment => Assert.Equal(dump.Lines(segment), KafkaDump.Lines(File.ReadAllBytes(segment))));
        output.WriteLine($"{segments.Length} segments, {files.Except(segments).Sum(dump.EntryCount)} index entries, {segments.Sum(segment => dump.Lines(segment).Count())} lines");
    }

    private static void Load(LogFixture log, SeededRandom random)
    {
        for (int i = 0; i < 120; i++)
        {
            byte[][] values = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => new byte[random.Next(random.Next(10) == 0 ? 3000 : 100)])];
            foreach (byte[] value in values) value.AsSpan().Fill((byte)'v');
            log.Append(Batches.Of(Time + random.Next(100_000), values), partition: random.Next(2));
            if (random.Next(4) == 0) log.Commit();
        }

        log.Commit();
    }

    private static string[] Files(string path) =>
        [.. Directory.GetFiles(path, "0*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".log" or ".index" or ".timeindex").Order(StringComparer.Ordinal)];

    private static void CopyAll(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".lock"))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
