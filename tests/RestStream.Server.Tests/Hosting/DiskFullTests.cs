using System.Diagnostics;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Hosting;

public sealed class DiskFullTests
{
    [SkippableFact]
    public async Task DiskFull_Returns507ThenReadsGoOnAndProduceRecoversWithoutARestart()
    {
        TestEnvironment.RootOrSkip();
        using var directory = new TempDirectory();
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory.Path) == 0, "Cannot mount a tmpfs.");
        try
        {
            await using var app = new RestStreamApp(directory.Path);
            await app.ProduceAsync("t", """{"value":"first"}""");
            var filler = directory.Combine("filler");
            await FillAsync(filler);

            using var refused = await app.PostAsync("/v1/topics/t", new string('x', 500_000));
            await refused.ProblemAsync("disk-full");
            Assert.Contains("first", await app.Client.GetStringAsync("/v1/topics/t/records"), StringComparison.Ordinal);
            Assert.Equal("ok", (await app.GetJsonAsync("/health/live")).GetProperty("status").GetString());

            File.Delete(filler);
            await Eventually.True(async () =>
            {
                using var again = await app.PostAsync("/v1/topics/t", "\"again\"");
                return (int)again.StatusCode == 201;
            });
        }
        finally
        {
            Run("umount", "-l", directory.Path);
        }
    }

    private static async Task FillAsync(string path)
    {
        await using var file = File.Create(path);
        try
        {
            while (true)
            {
                await file.WriteAsync(new byte[65536]);
                await file.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Full: that is the point.
        }
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
