using RestStream.Storage.Records;

namespace RestStream.Storage.Log;

/// <summary>
/// Goes over the batches of a segment from a position on, verifies each, and builds the indexes anew from there. Bad bytes below the trusted offset (known to be synced once)
/// are damage: noted and skipped. At or above it they end the scan: <see cref="IsTorn"/>.
/// </summary>
internal sealed class SegmentScan(LogSegment segment, long from, long fileEnd, int indexIntervalBytes)
{
    private readonly List<DamagedRange> _damage = [];

    /// <summary>What was found damaged, ascending.</summary>
    public IReadOnlyList<DamagedRange> Damage => _damage;

    /// <summary>Where the good bytes end.</summary>
    public long End { get; private set; } = from;

    /// <summary>True when the bytes from <see cref="End"/> on are no valid batch and were never known to be synced.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>What is wrong where damage or a torn tail begins.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Scans.</summary>
    /// <param name="trusted">Below it everything was synced.</param>
    /// <param name="limit">No batch of this segment reaches beyond it: the next segment's base, or the log's end where known.</param>
    public void Run(long trusted, long limit)
    {
        using var scanner = new BatchScanner(segment.File, End, fileEnd);
        while (!scanner.AtEnd)
        {
            if (TryTake(scanner, limit)) continue;
            if (segment.NextOffset >= trusted)
            {
                IsTorn = true;
                break;
            }

            if (!SkipDamage(scanner, trusted, limit)) break;
        }
    }

    /// <summary>After the scan: batches that are missing between the last one and the limit are damage too.</summary>
    public void NoteHole(long limit)
    {
        if (segment.NextOffset >= limit || (_damage.Count > 0 && _damage[^1].Next >= limit)) return;
        Reason = "the segment ends too early";
        _damage.Add(new(segment.NextOffset, limit));
    }

    private bool TryTake(BatchScanner scanner, long limit)
    {
        if (!scanner.TryNext(out var batch)) return Fails(scanner.Error.ToString());
        if (batch.BaseOffset < segment.NextOffset) return Fails("offsets go back");
        if (batch.NextOffset > limit || batch.LastOffset - segment.BaseOffset > int.MaxValue) return Fails("offsets beyond the segment");
        if (batch.BaseOffset > segment.NextOffset && !FitsWhatFollows(scanner, batch.NextOffset)) return Fails("offsets leap and go back");
        segment.HasLeaps |= batch.BaseOffset > segment.NextOffset;
        segment.Track(batch, scanner.BatchPosition, indexIntervalBytes);
        End = scanner.Position;
        return true;
    }

    /// <summary>Base offsets are not under the CRC. A leap is normal after compaction; it is damage when the batch that follows does not leap with it.</summary>
    private bool FitsWhatFollows(BatchScanner scanner, long nextOffset)
    {
        Span<byte> header = stackalloc byte[RecordBatchFormat.HeaderBytes];
        if (scanner.AtEnd || segment.File.Read(header, scanner.Position) < header.Length) return true;
        if (!RecordBatchHeader.TryRead(header, out var following)) return true;
        return following.BaseOffset >= nextOffset || following.BaseOffset < segment.NextOffset;
    }

    private bool SkipDamage(BatchScanner scanner, long trusted, long limit)
    {
        var highest = Math.Min(trusted, limit - 1);
        if (!scanner.TrySkipDamageFrom(End, segment.NextOffset, highest, out var next))
        {
            _damage.Add(new(segment.NextOffset, Math.Min(trusted, limit)));
            return false;
        }

        if (next > segment.NextOffset) _damage.Add(new(segment.NextOffset, next));
        segment.LeapTo(next);
        End = scanner.Position;
        return true;
    }

    private bool Fails(string reason)
    {
        Reason = reason;
        return false;
    }
}
