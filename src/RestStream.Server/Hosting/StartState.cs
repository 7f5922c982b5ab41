namespace RestStream.Server.Hosting;

/// <summary>Whether the server has started: before, the framework's own report of a failed start is kept silent, because <see cref="Boot"/> gives the one line.</summary>
internal sealed class StartState
{
    private volatile bool _hasStarted;

    public bool HasStarted
    {
        get => _hasStarted;
        set => _hasStarted = value;
    }
}
