using RestStream.Server.Hosting;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Hosting;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task SoundDirectory_PrintsATableAndReturns0()
    {
        await FillAsync();
        var output = new StringWriter();

        Assert.Equal(0, VerifyCommand.Run([_directory.Path], output));

        Assert.Matches(@"t-0 +1 +1 +3 +\d+ +0\.\.3 +ok", output.ToString());
    }

    [Fact]
    public async Task FlippedBit_IsDamageAndReturns1()
    {
        await FillAsync();
        var log = Directory.GetFiles(_directory.Combine("t-0"), "*.log").Single();
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[80] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);
        var output = new StringWriter();

        Assert.Equal(1, VerifyCommand.Run([_directory.Path], output));

        Assert.Contains("DAMAGE", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedTopicFile_IsDamageAndReturns1()
    {
        await FillAsync();
        var path = TopicFile();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[10] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var output = new StringWriter();

        Assert.Equal(1, VerifyCommand.Run([_directory.Path], output));

        Assert.Contains(path, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordsWithoutTheirTopic_AreDamageAndReturn1()
    {
        await FillAsync();
        File.Delete(TopicFile());
        var output = new StringWriter();

        Assert.Equal(1, VerifyCommand.Run([_directory.Path], output));

        Assert.Contains("t-0 holds records and belongs to no topic", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DirectoryOfSomethingElse_Returns1()
    {
        var output = new StringWriter();

        Assert.Equal(1, VerifyCommand.Run([_directory.Path], output));

        Assert.Contains("is no data directory", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NoDirectory_Returns1() => Assert.Equal(1, VerifyCommand.Run([_directory.Combine("none")], new StringWriter()));

    public void Dispose() => _directory.Dispose();

    private string TopicFile() => Directory.GetFiles(_directory.Combine("topics"), "*.topic").Single();

    private async Task FillAsync()
    {
        await using var app = new RestStreamApp(_directory.Path);
        await app.ProduceAsync("t", """{"value":1}""", """{"value":2}""", """{"value":3}""");
    }
}
