using System.Globalization;

namespace RestStream.Storage.Tests.Records;

/// <summary>Randomness from RESTSTREAM_SEED, or from a new seed; a test puts <see cref="Seed"/> into its messages.</summary>
internal static class Seeded
{
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("RESTSTREAM_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : System.Random.Shared.Next();

    public static Random Random() => new(Seed);

    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Random().NextBytes(bytes);
        return bytes;
    }
}
