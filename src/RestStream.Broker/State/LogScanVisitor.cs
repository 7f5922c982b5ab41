using RestStream.Storage.Records;

namespace RestStream.Broker.State;

/// <summary>Takes the record at which a reader stands.</summary>
internal delegate void LogScanVisitor(in RecordReader record);
