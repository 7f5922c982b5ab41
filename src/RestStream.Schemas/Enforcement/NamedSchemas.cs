using System.Collections.Concurrent;

namespace RestStream.Schemas.Enforcement;

/// <summary>The versions that records name by an id of one kind, each looked up once. Only what is found is kept: ids that are made up must not fill the memory. Thread-safe.</summary>
/// <param name="find">The version with an id; null when there is none.</param>
/// <param name="bind">Makes its schema ready.</param>
/// <param name="findUnderName">For subjects named after the record's type: the version of that content under the type's name; null when the subject is given.</param>
internal sealed class NamedSchemas<TId>(Func<TId, RegisteredSchema?> find, Func<RegisteredSchema, BoundCheck> bind, Func<string, Guid, RegisteredSchema?>? findUnderName)
    where TId : struct
{
    /// <summary>What is kept holds its schema ready beyond the bound of those that are; a topic seldom sees more.</summary>
    private const int MaxKept = 1_000;

    private readonly ConcurrentDictionary<TId, BoundCheck> _byId = new();
    private readonly ConcurrentDictionary<(TId Id, string Name), BoundCheck> _underNames = new();

    /// <summary>The version that a record means; null when there is none.</summary>
    public BoundCheck? Find(TId id, in Payload payload)
    {
        if (!_byId.TryGetValue(id, out var named))
        {
            if (find(id) is not { } schema) return null;
            named = Keep(_byId, id, bind(schema));
        }

        return findUnderName is null ? named : UnderName(id, named, payload);
    }

    // The schema says how the record's type is called, and that how its subject is: there it must be live.
    private BoundCheck? UnderName(TId id, BoundCheck named, in Payload payload)
    {
        if (named.Check?.RecordName(payload) is not { } name) return null;
        if (_underNames.TryGetValue((id, name), out var known)) return known;
        return findUnderName!(name, named.Schema.Guid) is { } schema ? Keep(_underNames, (id, name), bind(schema)) : null;
    }

    private static BoundCheck Keep<TKey>(ConcurrentDictionary<TKey, BoundCheck> kept, TKey key, BoundCheck bound)
        where TKey : notnull
    {
        if (kept.Count >= MaxKept) kept.Clear();
        return kept.GetOrAdd(key, bound);
    }
}
