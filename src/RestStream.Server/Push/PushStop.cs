using RestStream.Server.Hosting;

namespace RestStream.Server.Push;

/// <summary>
/// The hub's part of a stop. SignalR closes its connections as soon as the host is told to stop; this comes before it (callbacks of a token run last come, first served), ends
/// the streams, and waits a moment until they have told their clients where to go on.
/// </summary>
internal sealed class PushStop(PushOptions options, GracefulStop stop, IHostApplicationLifetime lifetime) : IDisposable
{
    private static readonly TimeSpan SendingTime = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ManualResetEventSlim _isEmpty = new(true);
    private readonly Lock _gate = new();
    private int _streams;

    /// <summary>Begins to listen; called after the hub was mapped, so that it hears of a stop first.</summary>
    public void Listen()
    {
        lifetime.ApplicationStopping.Register(EndStreams);
        stop.Draining.Register(EndStreams);
    }

    /// <summary>Has <paramref name="end"/> called when the streams must end, at once if they must already. Disposed when the stream has ended.</summary>
    public IDisposable Register(Action end)
    {
        lock (_gate)
        {
            _streams++;
            _isEmpty.Reset();
        }

        return new Registration(this, _stopping.Token.Register(end));
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _isEmpty.Dispose();
    }

    private void EndStreams()
    {
        var hasStreams = !_isEmpty.IsSet;
        _stopping.Cancel();
        _isEmpty.Wait(options.StopWait);
        // SignalR's close cuts off what its transports have not sent yet, and nothing tells when they have.
        if (hasStreams) Thread.Sleep(SendingTime);
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_streams == 0) _isEmpty.Set();
        }
    }

    private sealed class Registration(PushStop owner, CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose()
        {
            registration.Dispose();
            owner.Leave();
        }
    }
}
