namespace RestStream.Benchmarks.Load;

/// <summary>A closed-loop load: every connection sends its next request when the last one is answered.</summary>
/// <param name="Port">Loopback port of the server.</param>
/// <param name="Targets">Request targets (path and query), used in turn.</param>
/// <param name="Body">What the requests carry.</param>
/// <param name="Records">Records per request.</param>
/// <param name="ValueBytes">Bytes of each record's value.</param>
/// <param name="Connections">Keep-alive connections.</param>
/// <param name="Seconds">How long it runs.</param>
internal sealed record LoadSpec(int Port, string[] Targets, BodyKind Body, int Records, int ValueBytes, int Connections, double Seconds)
{
    /// <summary>Every request's bytes, ready to send: different bodies, so that no predictor or cache learns the one.</summary>
    public byte[][] BuildRequests()
    {
        var bodies = RequestBodies.Build(this);
        var requests = new byte[Math.Max(Targets.Length, bodies.Length)][];
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = RequestBytes.Build(Targets[i % Targets.Length], Body == BodyKind.None ? null : bodies[i % bodies.Length]);
        }

        return requests;
    }
}
