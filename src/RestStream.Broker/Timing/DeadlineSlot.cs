namespace RestStream.Broker.Timing;

/// <summary>The deadlines that fall into one grain of time: a doubly linked list. Under the lock of <see cref="Deadlines"/>.</summary>
internal sealed class DeadlineSlot
{
    public Deadline? First { get; private set; }

    public void Add(Deadline deadline)
    {
        (deadline.Slot, deadline.Previous, deadline.Next) = (this, null, First);
        if (First is not null) First.Previous = deadline;
        First = deadline;
    }

    public void Remove(Deadline deadline)
    {
        if (deadline.Previous is null) First = deadline.Next;
        else deadline.Previous.Next = deadline.Next;
        if (deadline.Next is not null) deadline.Next.Previous = deadline.Previous;
        (deadline.Slot, deadline.Previous, deadline.Next) = (null, null, null);
    }

    /// <summary>Moves all of them to <paramref name="taken"/>.</summary>
    public void TakeAll(List<Deadline> taken)
    {
        while (First is { } deadline)
        {
            taken.Add(deadline);
            Remove(deadline);
        }
    }
}
