namespace RestStream.Broker.Tests.Groups.Scheduler;

/// <summary>The coordinator broke its word.</summary>
internal sealed class WorldViolationException(string message) : Exception(message);
