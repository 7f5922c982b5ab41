using Xunit;

namespace RestStream.TestKit;

/// <summary>What a machine may offer to the tests beyond .NET, found by environment variables. A test that needs it is a <c>SkippableFact</c>.</summary>
public static class TestEnvironment
{
    /// <summary>The command that runs Kafka's tools and brokers (<c>KAFKA</c>); skips the test when there is none.</summary>
    public static string KafkaOrSkip() => PathOrSkip("KAFKA", File.Exists, "the command that runs Apache Kafka's tools");

    /// <summary>The directory of the large data files (<c>RESTSTREAM_DATA</c>); skips the test when there is none.</summary>
    public static string DataOrSkip() => PathOrSkip("RESTSTREAM_DATA", Directory.Exists, "the directory of the data files");

    /// <summary>A file of <see cref="DataOrSkip"/>.</summary>
    public static string DataFileOrSkip(string name)
    {
        string path = Path.Combine(DataOrSkip(), name);
        Skip.IfNot(File.Exists(path), $"RESTSTREAM_DATA holds no {name}.");
        return path;
    }

    /// <summary>Skips the test unless it runs as root on Linux: to mount, to be refused nothing.</summary>
    public static void RootOrSkip() => Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux.");

    /// <summary>Skips the test on other systems.</summary>
    public static void LinuxOrSkip() => Skip.IfNot(OperatingSystem.IsLinux(), "Needs Linux.");

    /// <summary>The number in an environment variable, or the default: to make a test longer.</summary>
    public static int NumberOr(string variable, int value) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : value;

    private static string PathOrSkip(string variable, Func<string, bool> exists, string what)
    {
        string? path = Environment.GetEnvironmentVariable(variable);
        Skip.If(string.IsNullOrEmpty(path), $"{variable} is not set: it names {what}.");
        if (!exists(path!))
            throw new InvalidOperationException($"{variable} names {path}, which is not there.");
        return path!;
    }
}
