using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>What became of an upload so far: where its records landed, by contiguous runs, and which lines failed. Its memory is bounded whatever the upload's length.</summary>
internal sealed class NdjsonTally(int maxRuns, int maxErrors)
{
    private readonly List<(int Partition, long BaseOffset, long Count)> _runs = [];
    private readonly SortedDictionary<int, long> _counts = [];
    private readonly Dictionary<int, int> _openRuns = [];
    private readonly List<(long Index, long? Line, Problem Problem)> _errors = [];
    private readonly List<(long Index, long Line, Error Error)> _warnings = [];
    private readonly List<(long Index, long Line, DeadLetteredRecord Letter)> _deadLetters = [];
    private bool _isOverRuns;
    private bool _isUnsynced;

    public long Stored { get; private set; }

    public long Failed { get; private set; }

    /// <summary>How many were stored although they do not fit their topic's schema.</summary>
    public long Warned { get; private set; }

    /// <summary>How many are among the topic's dead letters.</summary>
    public long DeadLettered { get; private set; }

    /// <summary>True when a record was taken in, in its topic or among the dead letters.</summary>
    public bool HasTaken => Stored > 0 || DeadLettered > 0;

    public Problem? FirstProblem => _errors.Count > 0 ? _errors[0].Problem : null;

    /// <summary>Adds records that were accepted and whose place is not told (acks=0).</summary>
    public void AddAccepted(int count) => Stored += count;

    public void Add(PartitionReceipt receipt)
    {
        Stored += receipt.Count;
        _isUnsynced |= receipt.IsUnsynced;
        _counts[receipt.Partition] = _counts.GetValueOrDefault(receipt.Partition) + receipt.Count;
        if (!_isOverRuns) AddRun(receipt);
    }

    public void Add(long index, long? line, Problem problem)
    {
        Failed++;
        if (_errors.Count < maxErrors) _errors.Add((index, line, problem));
    }

    public void AddWarning(long index, long line, Error error)
    {
        Warned++;
        if (_warnings.Count < maxErrors) _warnings.Add((index, line, error));
    }

    public void AddDeadLetter(long index, long line, DeadLetteredRecord letter)
    {
        DeadLettered++;
        if (_deadLetters.Count < maxErrors) _deadLetters.Add((index, line, letter));
    }

    /// <summary>Writes <c>warnings</c> and <c>deadLettered</c> with their counts, each when there are any; the first so many of them.</summary>
    public void WriteMisfits(Utf8JsonWriter json)
    {
        if (Warned > 0)
        {
            json.WriteStartArray("warnings"u8);
            foreach (var (index, line, error) in _warnings) MisfitWriter.WriteWarning(json, index, line, error);
            json.WriteEndArray();
            json.WriteNumber("warningCount"u8, Warned);
        }

        if (DeadLettered == 0) return;
        json.WriteStartArray("deadLettered"u8);
        foreach (var (index, line, letter) in _deadLetters) MisfitWriter.WriteDeadLetter(json, index, line, letter);
        json.WriteEndArray();
        json.WriteNumber("deadLetteredCount"u8, DeadLettered);
    }

    /// <summary>Writes <c>partitions</c> and <c>stored</c>: an entry a run, or counts only when there were too many runs; and <c>acks</c> when less was given than asked for.</summary>
    public void WriteStored(Utf8JsonWriter json)
    {
        json.WriteStartArray("partitions"u8);
        if (_isOverRuns)
        {
            foreach (var (partition, count) in _counts) WriteRun(json, partition, null, count);
        }
        else
        {
            foreach (var (partition, baseOffset, count) in _runs) WriteRun(json, partition, baseOffset, count);
        }

        json.WriteEndArray();
        json.WriteNumber("stored"u8, Stored);
        if (_isUnsynced) json.WriteString("acks"u8, "1"u8);
    }

    /// <summary>Writes <c>errors</c>, the first so many in the order of the upload, and <c>errorCount</c> when there are more.</summary>
    public void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartArray("errors"u8);
        foreach (var (index, line, problem) in _errors) ProduceAnswer.WriteFailure(json, index, line, problem);
        json.WriteEndArray();
        json.WriteNumber("errorCount"u8, Failed);
    }

    private void AddRun(PartitionReceipt receipt)
    {
        if (_openRuns.TryGetValue(receipt.Partition, out var open) && _runs[open].BaseOffset + _runs[open].Count == receipt.BaseOffset)
        {
            _runs[open] = _runs[open] with { Count = _runs[open].Count + receipt.Count };
            return;
        }

        if (_runs.Count == maxRuns)
        {
            _isOverRuns = true;
            _runs.Clear();
            return;
        }

        _openRuns[receipt.Partition] = _runs.Count;
        _runs.Add((receipt.Partition, receipt.BaseOffset, receipt.Count));
    }

    private static void WriteRun(Utf8JsonWriter json, int partition, long? baseOffset, long count)
    {
        json.WriteStartObject();
        json.WriteNumber("partition"u8, partition);
        if (baseOffset is { } offset) json.WriteNumber("baseOffset"u8, offset);
        json.WriteNumber("count"u8, count);
        json.WriteEndObject();
    }
}
