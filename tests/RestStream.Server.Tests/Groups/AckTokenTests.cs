using System.Text;
using RestStream.Core.Groups;
using RestStream.Server.Groups;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Groups;

public sealed class AckTokenTests(ITestOutputHelper output)
{
    private static readonly Guid Quakes = Guid.NewGuid(), Trucks = Guid.NewGuid();

    [Fact]
    public void Written_IsReadBack_WithoutWhatWasNotDelivered()
    {
        OwnedPartition[] read = [Owned("quakes", 3, Quakes, 7, 10), Owned("trucks", 0, Trucks, -1, 5), Owned("quakes", 4, Quakes, 0, long.MaxValue - 1)];

        var token = AckToken.Read(Write(read, [12, 5, long.MaxValue]))!;

        Assert.Equal(AckToken.HolderOf("g", "m"), token.Holder);
        Assert.Equal([new AckEntry(Quakes, 3, 12, 7), new AckEntry(Quakes, 4, long.MaxValue, 0)], token.Entries);
    }

    [Fact]
    public void NothingDelivered_IsNoToken() => Assert.Equal("", Write([Owned("quakes", 0, Quakes, 1, 10)], [10]));

    [Fact]
    public void ManyPartitions_FitTheirBound()
    {
        OwnedPartition[] read = [.. Enumerable.Range(0, 2000).Select(i => Owned($"t{i}", int.MaxValue, Guid.NewGuid(), int.MaxValue - 1, 0))];

        var text = Write(read, [.. read.Select(_ => long.MaxValue)]);

        Assert.Equal(2000, AckToken.Read(text)!.Entries.Count);
    }

    [Fact]
    public void CutOrChangedAnywhere_IsNone()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var text = Write([Owned("quakes", 3, Quakes, 7, 10), Owned("trucks", 0, Trucks, 2, 5)], [12, 8]);
        for (var length = 0; length < text.Length; length++) Assert.Null(AckToken.Read(text[..length]));
        for (var i = 0; i < 5_000; i++)
        {
            var changed = text.ToCharArray();
            changed[random.Next(changed.Length)] = "ABCDEFabcdef0189-_%\u00e4"[random.Next(20)];
            if (new string(changed) != text) Assert.Null(AckToken.Read(new string(changed)));
        }
    }

    private static OwnedPartition Owned(string topic, int partition, Guid id, int since, long position) => new(topic, partition, id, since, position, position);

    private static string Write(OwnedPartition[] read, long[] next)
    {
        var room = new byte[AckToken.MaxLength(read.Length)];
        return Encoding.ASCII.GetString(room, 0, AckToken.Write("g", "m", read, next, room));
    }
}
