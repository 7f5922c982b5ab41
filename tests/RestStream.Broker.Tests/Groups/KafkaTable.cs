using System.Globalization;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups;

/// <summary>A table that a Java program beside it printed with Apache Kafka's own classes: <c>X.java</c> printed <c>X.tsv</c>.</summary>
internal static class KafkaTable
{
    /// <summary>The rows, split at tabs, without comments.</summary>
    public static IEnumerable<string[]> Rows(string name) => Rows(File.ReadLines(PathOf($"{name}.tsv")));

    /// <summary>The rows of another seed's table (from the Kafka that KAFKA names, or skips).</summary>
    public static async Task<IEnumerable<string[]>> RowsOfSeedAsync(string name, int seed) =>
        Rows(await PrintAsync(name, seed.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Runs the program again (with the Kafka that KAFKA names, or skips) and compares.</summary>
    public static async Task AssertPrintsAgainAsync(string name) => Assert.Equal(File.ReadLines(PathOf($"{name}.tsv")), await PrintAsync(name));

    private static Task<string[]> PrintAsync(string name, params string[] arguments) =>
        KafkaTool.RunAsync(TestEnvironment.KafkaOrSkip(), "", ["run", PathOf($"{name}.java"), .. arguments]);

    private static IEnumerable<string[]> Rows(IEnumerable<string> lines) => lines.Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Groups", file);
}
