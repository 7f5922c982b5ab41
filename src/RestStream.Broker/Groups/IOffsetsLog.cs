using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>The internal topic as groups see it. Thread-safe.</summary>
internal interface IOffsetsLog
{
    /// <summary>Makes the topic when there is none.</summary>
    /// <returns>None, or why there is none.</returns>
    ValueTask<ErrorCode> EnsureAsync(CancellationToken cancellationToken);

    /// <summary>Appends records of one group as one batch; they are durable when <see cref="WaitForSyncAsync"/> ends. The caller holds the group's lock, so that a
    /// group's records are in the order of its decisions.</summary>
    /// <exception cref="IOException">Nothing was appended; or the outcome is unknown (<see cref="LogFailedException"/>).</exception>
    /// <exception cref="LogClosedException">Nothing was appended.</exception>
    OffsetsAppend Append(string groupId, IReadOnlyList<OffsetsRecord> records);

    /// <summary>Ends when everything up to the ticket is on disk.</summary>
    /// <exception cref="LogFailedException">The outcome is unknown.</exception>
    ValueTask WaitForSyncAsync(CommitTicket ticket);
}
