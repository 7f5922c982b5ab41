using RestStream.Broker.Timing;

namespace RestStream.Broker.Groups;

/// <summary>What all groups share.</summary>
/// <param name="Options">The settings.</param>
/// <param name="Time">The clock.</param>
/// <param name="Deadlines">Every session's and every rebalance's deadline.</param>
/// <param name="Log">Where groups and offsets are written.</param>
/// <param name="Forget">Called by a group that died, under its lock.</param>
/// <param name="Mutation">The fault that a test plants.</param>
/// <param name="Continuations">How those who wait for an answer go on.</param>
internal sealed record GroupContext(
    GroupOptions Options, TimeProvider Time, Deadlines Deadlines, IOffsetsLog Log, Action<Group> Forget, GroupMutation Mutation, TaskCreationOptions Continuations);
