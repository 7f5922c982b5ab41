using RestStream.Server.Hosting;

namespace RestStream.Server.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Names_AnyForm_BecomeOptions()
    {
        var (arguments, problem) = CommandLine.Normalize(["--insecure", "--urls", "http://0.0.0.0:80", "--data-dir=/d", "--RestStream:Limits:MaxWait", "5s"]);

        Assert.Null(problem);
        Assert.Equal(["--RestStream:Insecure=true", "--RestStream:Urls=http://0.0.0.0:80", "--RestStream:DataDir=/d", "--RestStream:Limits:MaxWait=5s"], arguments);
    }

    [Theory]
    [InlineData("--dat-dir=/d")]
    [InlineData("data")]
    [InlineData("--urls")]
    public void Unknown_IsTold(string argument) => Assert.NotNull(CommandLine.Normalize([argument]).Problem);
}
