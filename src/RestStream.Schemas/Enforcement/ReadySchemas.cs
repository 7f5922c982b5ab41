using System.Collections.Concurrent;

namespace RestStream.Schemas.Enforcement;

/// <summary>The schemas that were made ready; one object for one content with all that it uses. Thread-safe.</summary>
/// <param name="checks">Makes them ready.</param>
/// <param name="options">The limits.</param>
/// <param name="onUnusable">Told once of a schema that cannot be made ready.</param>
internal sealed class ReadySchemas(IPayloadChecks checks, EnforcementOptions options, Action<RegisteredSchema, Exception> onUnusable)
{
    private readonly ConcurrentDictionary<(Guid Guid, Guid UsesId, SchemaType Type, bool AssertsFormats), Lazy<(PayloadCheck? Check, string? Fault)>> _ready = new();
    private long _characters;

    /// <summary>A version, with its schema made ready.</summary>
    public BoundCheck Bind(RegisteredSchema schema, bool assertsFormats)
    {
        var key = (schema.Guid, schema.UsesId, schema.Type, assertsFormats);
        // Counting takes all locks of the dictionary: only for one that is new.
        if (!_ready.TryGetValue(key, out var ready)) ready = Add(key, schema);
        var (check, fault) = ValueOf(key, ready);
        return new BoundCheck(schema, check, fault);
    }

    private Lazy<(PayloadCheck? Check, string? Fault)> Add((Guid Guid, Guid UsesId, SchemaType Type, bool AssertsFormats) key, RegisteredSchema schema)
    {
        if (Interlocked.Add(ref _characters, schema.Text.Length) > options.MaxReadyCharacters || _ready.Count >= options.MaxReadySchemas)
        {
            _ready.Clear();
            Interlocked.Exchange(ref _characters, schema.Text.Length);
        }

        return _ready.GetOrAdd(key, new Lazy<(PayloadCheck? Check, string? Fault)>(() => Make(schema, key.AssertsFormats)));
    }

    private (PayloadCheck? Check, string? Fault) ValueOf((Guid Guid, Guid UsesId, SchemaType Type, bool AssertsFormats) key, Lazy<(PayloadCheck? Check, string? Fault)> ready)
    {
        try
        {
            return ready.Value;
        }
        catch
        {
            // A lazy value keeps what was thrown, and each record would be answered with it.
            _ready.TryRemove(key, out _);
            throw;
        }
    }

    private (PayloadCheck? Check, string? Fault) Make(RegisteredSchema schema, bool assertsFormats)
    {
        try
        {
            return (checks.Make(schema, assertsFormats), null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            onUnusable(schema, e);
            return (null, e is SchemaException ? e.Message : $"{e.GetType().Name}: {e.Message}");
        }
    }
}
