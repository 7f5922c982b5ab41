using RestStream.Storage.Checkpoints;

namespace RestStream.Storage.Tests.Checkpoints;

public sealed class KafkaUuidTests
{
    [Fact]
    public void Random_Many_AreVersion4RoundTripAndNeverLookLikeAnOption()
    {
        for (int i = 0; i < 1000; i++)
        {
            Guid id = KafkaUuid.Random();
            string text = KafkaUuid.Format(id);
            Assert.Equal((22, 4, false), (text.Length, id.Version, text.StartsWith('-')));
            Assert.True(KafkaUuid.TryParse(text, out Guid parsed));
            Assert.Equal(id, parsed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("2RdKzd-6RLGdDytsRKXzM")]
    [InlineData("2RdKzd-6RLGdDytsRKXzMgg")]
    [InlineData("2RdKzd+6RLGdDytsRKXzMg")]
    [InlineData("2RdKzd-6RLGdDytsRKXz==")]
    [InlineData("2RdKzd-6RLGdDytsRKXzM ")]
    [InlineData("2RdKzd-6RLGdDytsRKXzMh")]
    public void TryParse_NoUuid_ReturnsFalse(string text) => Assert.False(KafkaUuid.TryParse(text, out _));
}
