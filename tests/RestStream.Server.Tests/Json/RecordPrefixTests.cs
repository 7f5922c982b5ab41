using System.Text;
using RestStream.Server.Json;
using RestStream.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Json;

public sealed class RecordPrefixTests(ITestOutputHelper output)
{
    private readonly RecordPrefix _prefix = new();

    [Theory]
    [InlineData(0)]
    [InlineData(95)]
    [InlineData(990)]
    [InlineData(99_999_995)]
    [InlineData(long.MaxValue - 210)]
    public void OffsetsOneAfterTheOther_EachIsWrittenWhole(long first)
    {
        for (var offset = first; offset < first + 205; offset++) AssertWritten(3, offset, 1_517_966_773_840);
    }

    [Fact]
    public void AnyNumbersInAnyOrder_EachIsWrittenWhole()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var (partition, offset, timestamp) = (0, 0L, 0L);
        for (var i = 0; i < 20_000; i++)
        {
            if (random.Next(10) == 0) partition = random.Next(3);
            if (random.Next(10) == 0) timestamp = random.NextInt64();
            offset = random.Next(20) == 0 ? random.NextInt64(1L << random.Next(1, 62)) : offset + random.Next(1, 3);
            AssertWritten(partition, offset, timestamp);
        }
    }

    [Fact]
    public void WithATopic_BeginsWithItsName()
    {
        var named = new RecordPrefix(new string('t', 249));
        var room = new byte[named.MaxLength];
        for (var offset = 98; offset < 103; offset++)
        {
            var length = named.Write(room, 499, offset, long.MaxValue);
            Assert.Equal($$"""{"topic":"{{new string('t', 249)}}","partition":499,"offset":{{offset}},"timestamp":{{long.MaxValue}},"key":""", Encoding.UTF8.GetString(room, 0, length));
        }
    }

    private void AssertWritten(int partition, long offset, long timestamp)
    {
        var room = new byte[_prefix.MaxLength];
        var length = _prefix.Write(room, partition, offset, timestamp);
        Assert.Equal($$"""{"partition":{{partition}},"offset":{{offset}},"timestamp":{{timestamp}},"key":""", Encoding.UTF8.GetString(room, 0, length));
    }
}
