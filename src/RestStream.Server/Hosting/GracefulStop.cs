using RestStream.Core;

namespace RestStream.Server.Hosting;

/// <summary>
/// The stop in order: readiness 503, a while for load balancers to see it, waiting fetches answered and produces refused, streams ended with a hint, uploads told how
/// far they came, then the host closes the connections and disposes the engine (sync, mark clean).
/// </summary>
internal sealed class GracefulStop(ILogEngine engine, ServerOptions options, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan ProbeMemory = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource _draining = new();
    private long _lastProbe;
    private int _began;

    /// <summary>True from the moment a stop was asked for: readiness is 503.</summary>
    public bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>True once waiting reads are answered and streams end.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    /// <summary>Cancelled when the draining begins.</summary>
    public CancellationToken Draining => _draining.Token;

    /// <summary>Somebody asked for readiness: a stop gives them time to see it change.</summary>
    public void NoteProbe() => Volatile.Write(ref _lastProbe, time.GetTimestamp());

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Whoever holds the host may stop it while its own run ends, with everything here disposed between the two.
        if (Interlocked.Exchange(ref _began, 1) != 0) return;
        if (WasProbed && !engine.Failed.IsCompleted) await Task.Delay(options.DrainDelay, time, CancellationToken.None);
        var told = _draining.CancelAsync();
        engine.BeginStop();
        await told;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _draining.Dispose();

    private bool WasProbed => Volatile.Read(ref _lastProbe) is not 0 and var probe && time.GetElapsedTime(probe) < ProbeMemory;
}
