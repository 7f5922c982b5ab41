using System.Text;
using RestStream.Storage.Compaction;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Compaction;

public sealed class OffsetMapTests(ITestOutputHelper output)
{
    [Fact]
    public void LastOffsetOfEachKey_IsKept()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var map = new OffsetMap(700);
        var expected = new Dictionary<string, long>();
        for (var offset = 0L; offset < 5000; offset++)
        {
            var key = $"{random.Next(600)}";
            Assert.True(map.TryPut(Encoding.UTF8.GetBytes(key), offset));
            expected[key] = offset;
        }

        Assert.Equal(expected.Count, map.Count);
        foreach (var (key, offset) in expected) Assert.Equal(offset, map.LastOffsetOf(Encoding.UTF8.GetBytes(key)));
        Assert.Equal(-1, map.LastOffsetOf("no such key"u8));
        Assert.Equal(-1, map.LastOffsetOf(default));
    }

    [Fact]
    public void FullMap_TakesKnownKeysOnly()
    {
        var map = new OffsetMap(10);
        for (var i = 0; i < 9; i++) Assert.True(map.TryPut([(byte)i], i));
        Assert.Equal(1, map.Utilization);
        Assert.False(map.TryPut([9], 9));
        Assert.True(map.TryPut([3], 10));
        Assert.Equal(10, map.LastOffsetOf([3]));
    }

    [Fact]
    public void EmptyKeyAndOffsetZero_AreKeptToo()
    {
        var map = new OffsetMap(10);
        Assert.True(map.TryPut(default, 0));
        Assert.Equal(0, map.LastOffsetOf(default));
    }

    /// <summary>The memory is bounded by the option, and a small log takes little of it.</summary>
    [Theory]
    [InlineData(1 << 20, long.MaxValue / 2, (1 << 20) / OffsetMap.SlotBytes)]
    [InlineData(32 << 20, 7000, 1111 + 64)]
    public void Size_IsWhatTheBufferAndTheRecordsAllow(long bufferBytes, long dirtyBytes, int slots)
    {
        var map = OffsetMap.Of(bufferBytes, dirtyBytes);
        var limit = 0;
        while (map.TryPut(BitConverter.GetBytes(limit), limit)) limit++;
        Assert.Equal((int)(slots * 0.9), limit);
    }
}
