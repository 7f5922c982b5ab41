using RestStream.Broker.Groups.DeadLetters;
using RestStream.Broker.Timing;
using RestStream.Core.Fetch;
using RestStream.Core.Topics;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What all sessions share.</summary>
/// <param name="Coordinator">The groups.</param>
/// <param name="Topics">The topics.</param>
/// <param name="Fetcher">The records.</param>
/// <param name="DeadLetters">Where rejected records go.</param>
/// <param name="Clocks">The session clocks.</param>
/// <param name="Options">The limits.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Time">The clock.</param>
internal sealed record SessionContext(
    GroupCoordinator Coordinator,
    ITopics Topics,
    IFetcher Fetcher,
    DeadLetterWriter DeadLetters,
    Deadlines Clocks,
    ConsumerSessionOptions Options,
    SessionMetrics Metrics,
    TimeProvider Time);
