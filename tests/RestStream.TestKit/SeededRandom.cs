namespace RestStream.TestKit;

/// <summary>Randomness that can be had again: its seed is printed, and taken from <c>RESTSTREAM_SEED</c> when that is set. Not thread-safe.</summary>
public sealed class SeededRandom : Random
{
    private SeededRandom(int seed) : base(seed) => Seed = seed;

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>The seed of <c>RESTSTREAM_SEED</c>, or a new one, printed.</summary>
    public static SeededRandom Create(Action<string> print)
    {
        string? given = Environment.GetEnvironmentVariable("RESTSTREAM_SEED");
        var random = new SeededRandom(int.TryParse(given, out int seed) ? seed : Shared.Next());
        print(random.ToString());
        return random;
    }

    /// <summary>From a seed that the caller shows.</summary>
    public static SeededRandom Of(int seed) => new(seed);

    /// <summary>How to have it again: part of a failure's message.</summary>
    public override string ToString() => $"RESTSTREAM_SEED={Seed}";
}
