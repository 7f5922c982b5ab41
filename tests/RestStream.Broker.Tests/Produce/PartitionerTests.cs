using System.Globalization;
using RestStream.Broker.Produce;

namespace RestStream.Broker.Tests.Produce;

public sealed class PartitionerTests
{
    /// <summary>The table was printed by Apache Kafka's own Java client.</summary>
    [Fact]
    public void Murmur2_EqualsKafkasJavaClient()
    {
        var rows = Table();
        Assert.True(rows.Count >= 250);
        foreach (var (key, hash, of7, of500) in rows)
        {
            Assert.Equal(hash, Partitioner.Murmur2(key));
            Assert.Equal(of7, Partitioner.PartitionFor(key, 7));
            Assert.Equal(of500, Partitioner.PartitionFor(key, 500));
        }
    }

    private static List<(byte[] Key, int Hash, int Of7, int Of500)> Table()
    {
        using var table = new StreamReader(typeof(PartitionerTests).Assembly.GetManifestResourceStream("murmur2.csv")!);
        return [.. table.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Row)];
    }

    private static (byte[] Key, int Hash, int Of7, int Of500) Row(string line)
    {
        var fields = line.Split(',');
        return (Convert.FromHexString(fields[0]), Number(fields[1]), Number(fields[2]), Number(fields[3]));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
