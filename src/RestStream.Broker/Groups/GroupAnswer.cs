using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>What a group says: an answer at once, one that holds only when what was written with it is synced, or one that is held.</summary>
internal readonly struct GroupAnswer<T> where T : class
{
    private GroupAnswer(T? now, HeldAnswer<T>? held, CommitTicket ticket) => (Now, Held, Ticket) = (now, held, ticket);

    /// <summary>The answer; null when it is <see cref="Held"/>.</summary>
    public T? Now { get; }

    public HeldAnswer<T>? Held { get; }

    /// <summary>The sync to wait for before <see cref="Now"/> is passed on; number 0 for none.</summary>
    public CommitTicket Ticket { get; }

    public static GroupAnswer<T> After(CommitTicket ticket, T answer) => new(answer, null, ticket);

    public static implicit operator GroupAnswer<T>(T answer) => new(answer, null, default);

    public static implicit operator GroupAnswer<T>(HeldAnswer<T> held) => new(null, held, default);
}
