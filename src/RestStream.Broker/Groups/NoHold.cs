namespace RestStream.Broker.Groups;

/// <summary>What holds or watches nothing.</summary>
internal sealed class NoHold : IDisposable
{
    public static NoHold Instance { get; } = new();

    public void Dispose()
    {
    }
}
