namespace RestStream.Broker.Fetch;

/// <summary>The waiting fetches whose deadline falls into one grain of time: a doubly linked list. Under the lock of <see cref="Deadlines"/>.</summary>
internal sealed class DeadlineSlot(long number)
{
    /// <summary>The deadline, in grains since the start.</summary>
    public long Number { get; } = number;

    public ParkedFetch? First { get; private set; }

    public void Add(ParkedFetch fetch)
    {
        (fetch.Slot, fetch.Previous, fetch.Next) = (this, null, First);
        if (First is not null) First.Previous = fetch;
        First = fetch;
    }

    public void Remove(ParkedFetch fetch)
    {
        if (fetch.Previous is null) First = fetch.Next;
        else fetch.Previous.Next = fetch.Next;
        if (fetch.Next is not null) fetch.Next.Previous = fetch.Previous;
        (fetch.Slot, fetch.Previous, fetch.Next) = (null, null, null);
    }

    /// <summary>Moves all of them to <paramref name="taken"/>.</summary>
    public void TakeAll(List<ParkedFetch> taken)
    {
        while (First is { } fetch)
        {
            taken.Add(fetch);
            Remove(fetch);
        }
    }
}
