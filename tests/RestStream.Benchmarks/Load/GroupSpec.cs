namespace RestStream.Benchmarks.Load;

/// <summary>Readers that go over a topic from its start, each on its own connection.</summary>
/// <param name="Port">Loopback port of the server.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Readers">How many.</param>
/// <param name="Groups">True for a group each, polled with acks; false for plain reads by cursor.</param>
/// <param name="Records">Records a page.</param>
/// <param name="Seconds">How long.</param>
internal sealed record GroupSpec(int Port, string Topic, int Readers, bool Groups, int Records, double Seconds);
