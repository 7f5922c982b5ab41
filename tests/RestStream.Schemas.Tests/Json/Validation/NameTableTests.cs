using System.Text;
using RestStream.Schemas.Json.Validation;

namespace RestStream.Schemas.Tests.Json.Validation;

public sealed class NameTableTests
{
    [Fact]
    public void NamesChosenToCollide_AreFoundWithinFewProbes()
    {
        // Each pair of chunks either way: half of all seeds of the fast hash make no difference between them.
        const int Pairs = 13;
        var names = Enumerable.Range(0, 1 << Pairs).Select(bits => string.Concat(Enumerable.Range(0, Pairs).Select(pair => (bits >> pair & 1) == 0 ? "1234567a1234567a" : "1234567!1234767!"))).ToArray();
        var table = new NameTable(names);
        Assert.InRange(table.LongestProbe, 0, 100);
        AssertAllFound(table, names);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(20_000)]
    public void OrdinaryNames_AreFound(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(index => $"name{index}{new string('é', index % 9)}")];
        AssertAllFound(new NameTable(names), names);
    }

    private static void AssertAllFound(NameTable table, string[] names)
    {
        for (var index = 0; index < names.Length; index++) Assert.Equal(index, table.Find(Encoding.UTF8.GetBytes(names[index])));
        Assert.Equal(-1, table.Find("no such name"u8));
        Assert.Equal(-1, table.Find(Encoding.UTF8.GetBytes(names[^1] + "x")));
    }
}
