using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Storage;
using RestStream.Storage.Files;

namespace RestStream.Broker.Produce;

/// <summary>What storage's exceptions say to a producer.</summary>
internal static class AppendErrors
{
    public static Error Of(Exception failure, Topic topic) => failure switch
    {
        DiskFullException => new(ErrorCode.DiskFull, "The disk is full or below its reserve; the records were not stored. Reads go on; try again later."),
        LogClosedException => new(ErrorCode.UnknownTopicOrPartition, $"Topic '{topic.Name}' was deleted meanwhile; the records were not stored."),
        FileSystemException => new(ErrorCode.KafkaStorageError, "The disk refused the write; the records were not stored. The server's log has the reason; a retry is safe."),
        _ => new(ErrorCode.OutcomeUnknown, "The disk failed while the records were written: they may or may not survive. The server stops; read after its restart to find out."),
    };
}
