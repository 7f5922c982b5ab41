using System.Text;
using RestStream.Core.Fetch;
using Xunit.Abstractions;

namespace RestStream.Core.Tests.Fetch;

public sealed class CursorTests(ITestOutputHelper output)
{
    private static readonly Guid Topic = new("0e2f7d1c-55aa-4b1e-9c07-0123456789ab");

    [Fact]
    public void AnyOffsets_ComeBackAsTheyWere()
    {
        var random = Seeded();
        for (var round = 0; round < 500; round++)
        {
            var offsets = RandomOffsets(random);
            var text = Cursor.Encode(Topic, offsets);
            var cursor = Cursor.Decode(text).Value!;
            Assert.Equal(Topic, cursor.TopicId);
            Assert.Equal(offsets, Enumerable.Range(0, cursor.PartitionCount).Select(cursor.NextOffset));
            Assert.Equal(text, cursor.ToString());
            Assert.Equal(text, EncodedAsUtf8(offsets));
            Assert.DoesNotContain(text, c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'));
        }
    }

    [Fact]
    public void PartitionAddedLater_StartsAtZero()
    {
        var cursor = Cursor.Decode(Cursor.Encode(Topic, [7, 8])).Value!;
        Assert.Equal(0, cursor.NextOffset(2));
        Assert.Equal(0, cursor.NextOffset(499));
    }

    [Theory]
    [InlineData(1, 0, 27)]
    [InlineData(500, 0, 30)]
    public void EqualOffsets_AreCollapsed(int partitions, long offset, int length) =>
        Assert.Equal(length, Cursor.Encode(Topic, Enumerable.Repeat(offset, partitions).ToArray()).Length);

    /// <summary>8 KiB is what Kestrel takes; the path with a topic of 249 characters and the other parameters must fit too.</summary>
    [Theory]
    [InlineData(1L << 20, 2_692)]
    [InlineData(1L << 40, 4_692)]
    [InlineData(long.MaxValue - 1_000, 6_692)]
    public void FiveHundredDifferentOffsets_FitARequestLine(long near, int length)
    {
        var offsets = Enumerable.Range(0, Cursor.MaxPartitions).Select(i => near + i).ToArray();
        var text = Cursor.Encode(Topic, offsets);
        output.WriteLine($"500 different offsets near {near}: {text.Length} characters");
        Assert.Equal(length, text.Length);
        Assert.True(text.Length <= Cursor.MaxEncodedLength && text.Length < 8_192 - 1_024);
    }

    [Fact]
    public void HostileText_IsAnErrorAndNeverThrows()
    {
        var random = Seeded();
        for (var round = 0; round < 20_000; round++)
        {
            var text = Mutated(random, Cursor.Encode(Topic, RandomOffsets(random)));
            var cursor = Cursor.Decode(text);
            if (!cursor.IsSuccess) Assert.Equal(ErrorCode.InvalidRequest, cursor.Error.Code);
            else Assert.InRange(cursor.Value.PartitionCount, 0, Cursor.MaxPartitions);
        }
    }

    [Fact]
    public void CutText_IsAnError()
    {
        var text = Cursor.Encode(Topic, [1, 2, 300, 70_000, 5, 5, 5]);
        for (var length = 0; length < text.Length; length++) Assert.False(Cursor.Decode(text.AsSpan(0, length)).IsSuccess, $"cut at {length}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("ä")]
    [InlineData("null")]
    [InlineData("AA==")]
    public void WhatIsNoCursor_IsAnError(string text) => Assert.False(Cursor.Decode(text).IsSuccess);

    [Fact]
    public void VeryLongText_IsAnError() => Assert.False(Cursor.Decode(new string('A', 1 << 20)).IsSuccess);

    [Fact]
    public void NegativeOffsetOrTooManyPartitions_CannotBeEncoded()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Cursor.Encode(Topic, [-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cursor.Encode(Topic, new long[501]));
    }

    private Random Seeded()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static long[] RandomOffsets(Random random)
    {
        var offsets = new long[random.Next(0, Cursor.MaxPartitions + 1)];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = i > 0 && random.Next(2) == 0 ? offsets[i - 1] : random.NextInt64(long.MaxValue) >> random.Next(63);
        return offsets;
    }

    private static string Mutated(Random random, string text)
    {
        var chars = new StringBuilder(text);
        for (var i = random.Next(4); i >= 0 && chars.Length > 0; i--)
        {
            var at = random.Next(chars.Length);
            if (random.Next(3) == 0) chars.Remove(at, random.Next(1, chars.Length - at + 1));
            else chars[at] = (char)(random.Next(10) == 0 ? random.Next(0xFFFF) : random.Next(0x20, 0x7F));
        }

        return chars.ToString();
    }

    private static string EncodedAsUtf8(long[] offsets)
    {
        var bytes = new byte[Cursor.MaxEncodedLength];
        return Encoding.ASCII.GetString(bytes, 0, Cursor.EncodeUtf8(Topic, offsets, bytes));
    }
}
