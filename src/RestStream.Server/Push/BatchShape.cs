using RestStream.Server.Filters;
using RestStream.Server.Records;
using RestStream.Server.Schemas;

namespace RestStream.Server.Push;

/// <summary>How subscribers want their batches: those of the same shape at the same place share them.</summary>
/// <param name="MaxRecords">At most so many records.</param>
/// <param name="MaxBytes">At most so many bytes of stored batches, but at least one batch.</param>
/// <param name="Filter">Which records are wanted; null for all. One object for one text.</param>
/// <param name="Format">The form of a stream; null for the hub's.</param>
/// <param name="Wait">How long to wait for a record.</param>
internal sealed record BatchShape(int MaxRecords, int MaxBytes, Filter? Filter, IStreamFormat? Format, TimeSpan Wait)
{
    /// <summary>What is shown beyond what is stored.</summary>
    public RecordViewOptions View { get; init; }
}
