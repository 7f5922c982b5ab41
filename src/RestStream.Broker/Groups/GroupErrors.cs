using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>What storage's exceptions say to a member.</summary>
internal static class GroupErrors
{
    public static bool IsStorageFailure(Exception e) => e is IOException or LogClosedException;

    public static ErrorCode Of(Exception e) => e switch
    {
        DiskFullException => ErrorCode.DiskFull,
        LogClosedException => ErrorCode.ShuttingDown,
        LogFailedException => ErrorCode.OutcomeUnknown,
        _ => ErrorCode.KafkaStorageError,
    };
}
