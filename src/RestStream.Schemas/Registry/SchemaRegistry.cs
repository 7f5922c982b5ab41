using RestStream.Core.State;

namespace RestStream.Schemas.Registry;

/// <summary>
/// The schema registry: subjects, versions, ids, configs and modes in memory, kept in the compacted topic <c>_schemas</c> as Confluent's registry keeps them. Reads are of an immutable snapshot; a
/// change is answered when it is on disk. Thread-safe after <see cref="Load"/>.
/// </summary>
public sealed partial class SchemaRegistry : IDisposable
{
    /// <summary>The topic.</summary>
    public const string TopicName = "_schemas";

    private readonly RegistryOptions _options;
    private readonly IStateTopic _topic;
    private readonly SchemaParser _parser;
    private readonly CompatibilityCheck _compatibility;
    private readonly RegistryWriter _writer;
    private readonly RegistryMetrics _metrics;

    /// <summary>A registry that holds nothing yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="providers">Who reads schemas, one a type at most; other types are refused.</param>
    /// <param name="topics">Where the topic is.</param>
    /// <param name="time">The clock.</param>
    public SchemaRegistry(RegistryOptions options, IEnumerable<ISchemaProvider> providers, IStateTopics topics, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _topic = topics.Open(TopicName);
        _parser = new(options, [.. providers]);
        _compatibility = new(_parser, options);
        _writer = new(_topic, time);
        _metrics = new(() => Current);
    }

    /// <summary>What it holds now.</summary>
    public RegistrySnapshot Current => _writer.Published;

    /// <summary>The types of schemas that are kept, in Confluent's order.</summary>
    public IReadOnlyList<SchemaType> Types => _parser.Types;

    /// <summary>How many records were passed over at the start: they give an id to a second schema.</summary>
    public int DroppedRecords { get; private set; }

    /// <summary>Reads the topic. Called once, before anything else.</summary>
    /// <exception cref="IOException">It cannot be read; the message says what, where, and what to do. Nothing was changed.</exception>
    public void Load()
    {
        var builder = new SnapshotBuilder(RegistrySnapshot.Empty);
        _topic.Read((offset, timestamp, key, value, hasValue) =>
        {
            if (ReadRecord(offset, timestamp, key, value, hasValue) is { } record && !builder.Apply(record)) DroppedRecords++;
        });
        var marks = ReadMarks();
        foreach (var (context, id) in marks.MaxIds) builder.RaiseMaxId(context, id);
        _writer.Begin(builder.Build(), marks);
    }

    /// <summary>A stored schema, read; it is kept for a while.</summary>
    /// <exception cref="RegistryException">It was stored unchecked and is no schema, or what it uses is gone.</exception>
    public ParsedSchema Parse(StoredSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return _parser.Parse(Current, schema);
    }

    /// <summary>What a stored schema uses in a state of the registry, with what that uses in turn.</summary>
    /// <exception cref="RegistryException">Something of it is gone.</exception>
    public IReadOnlyList<ResolvedReference> Resolve(RegistrySnapshot snapshot, StoredSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return _parser.Resolve(snapshot, schema);
    }

    /// <summary>Ends its metrics; nothing else needs an end.</summary>
    public void Dispose() => _metrics.Dispose();

    private static RegistryRecord? ReadRecord(long offset, long timestamp, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasValue)
    {
        try
        {
            return RegistryRecordFormat.Read(key, value, hasValue, timestamp);
        }
        catch (FormatException e)
        {
            throw new RegistryStoreException(
                $"{TopicName}-0 cannot be read at offset {offset}: it is no record of a schema registry ({e.Message}). Nothing was changed. Restore {TopicName}-0 from a backup; or, to give up all schemas, move it and its topic's file away.", e);
        }
    }

    private IdMarks ReadMarks()
    {
        if (_topic.ReadMark() is not { } json) return IdMarks.None;
        try
        {
            return IdMarks.Parse(json);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new RegistryStoreException($"The mark of {TopicName} cannot be read: {e.Message} Nothing was changed. Restore it from a backup.", e);
        }
    }

    private static string Require(string subject, int maxLength)
    {
        if (!QualifiedSubject.IsValid(subject) || subject.Length > maxLength) throw Refusals.InvalidSubject(subject);
        return QualifiedSubject.Normalize(subject);
    }
}
