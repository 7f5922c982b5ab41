namespace RestStream.Core.Produce;

/// <summary>Appends records. Thread-safe.</summary>
public interface IProducer
{
    /// <summary>
    /// Validates, partitions, stamps and appends. Partitions are independent: one may fail while others are stored; the records of one request for one
    /// partition are contiguous. Cancellation before the append stores nothing; once appended, the records stay.
    /// </summary>
    ValueTask<ProduceResult> ProduceAsync(ProduceRequest request, CancellationToken cancellationToken);
}
