namespace RestStream.Benchmarks.Load;

/// <summary>Produces batches of 100 records of 100 B, acks=1, as fast as they are taken, on one connection, until disposed.</summary>
internal sealed class Flood : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isOver;

    public Flood(int port)
    {
        var load = new LoadSpec(port, [$"/v1/topics/{PushSpec.Topic}/records?acks=1"], BodyKind.Batch, Records: 100, ValueBytes: 100, Connections: 1, Seconds: 0);
        _thread = new Thread(() => Run(port, load.BuildRequests()));
        _thread.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    private void Run(int port, byte[][] requests)
    {
        using var connection = new HttpConnection(port);
        for (var i = 0; !_isOver; i = (i + 1) % requests.Length) connection.Call(requests[i]);
    }
}
