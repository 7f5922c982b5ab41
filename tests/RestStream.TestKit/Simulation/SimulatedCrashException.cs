namespace RestStream.TestKit.Simulation;

/// <summary>The simulated process is dead: no call to its files comes back. Not an <see cref="IOException"/>, so that nothing takes it for an answer of the disk.</summary>
public sealed class SimulatedCrashException() : Exception("The simulated process has crashed.");
