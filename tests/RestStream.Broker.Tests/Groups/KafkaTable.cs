using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups;

/// <summary>A table that a Java program beside it printed with Apache Kafka's own classes: <c>X.java</c> printed <c>X.tsv</c>.</summary>
internal static class KafkaTable
{
    /// <summary>The rows, split at tabs, without comments.</summary>
    public static IEnumerable<string[]> Rows(string name) =>
        File.ReadLines(PathOf($"{name}.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));

    /// <summary>Runs the program again (with the Kafka that KAFKA names, or skips) and compares.</summary>
    public static async Task AssertPrintsAgainAsync(string name)
    {
        string kafka = TestEnvironment.KafkaOrSkip();
        string[] printed = await KafkaTool.RunAsync(kafka, "", "run", PathOf($"{name}.java"));
        Assert.Equal(File.ReadLines(PathOf($"{name}.tsv")), printed);
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Groups", file);
}
