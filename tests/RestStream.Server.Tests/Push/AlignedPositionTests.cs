using RestStream.Server.Push;

namespace RestStream.Server.Tests.Push;

public sealed class AlignedPositionTests
{
    [Theory]
    [InlineData(0, 1000, 512)]
    [InlineData(1023, 2023, 1024)]
    [InlineData(1024, 2048, 2048)]
    [InlineData(1024, 2024, 1536)]
    [InlineData(7, 8, 8)]
    [InlineData(9_000_000_000, 9_000_001_000, 9_000_000_512)]
    public void AlignedEnd_IsDividedByTheHighestPowerOfTwoInReach(long start, long limit, long expected) => Assert.Equal(expected, AlignedPosition.AlignedEnd(start, limit));

    [Fact]
    public void ReadersFromDifferentOffsets_MeetAndStayTogether()
    {
        for (var other = 1L; other < 3000; other += 37)
        {
            var (a, b, turns) = (0L, other, 0);
            while (a != b && turns++ < 100)
            {
                if (a < b) a = AlignedPosition.AlignedEnd(a, a + 1000);
                else b = AlignedPosition.AlignedEnd(b, b + 1000);
            }

            Assert.True(turns < 20, $"a reader from {other} has not met one from 0 by {a}");
        }
    }
}
