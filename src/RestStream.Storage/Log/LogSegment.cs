using RestStream.Storage.Files;
using RestStream.Storage.Records;

namespace RestStream.Storage.Log;

/// <summary>
/// One segment: its log file and two indexes. <see cref="Size"/> is published after the bytes are written, so readers see whole batches only; what the writer keeps
/// about the segment (under the partition's lock) is in the other properties.
/// </summary>
internal sealed class LogSegment(IFileSystem files, string directory, long baseOffset, string stage = "")
{
    private long _size;
    private long _preallocatedEnd;
    private int _bytesSinceIndexEntry;
    private long _offsetOfMaxTimestamp = -1;

    public long BaseOffset { get; } = baseOffset;

    public SegmentFile File { get; } = new(files, directory, baseOffset, SegmentName.Log, stage);

    public SparseIndex Offsets { get; } = new(files, directory, baseOffset, SegmentName.OffsetIndex, stage);

    public SparseIndex Times { get; } = new(files, directory, baseOffset, SegmentName.TimeIndex, stage);

    /// <summary>The bytes of whole batches in the log file.</summary>
    public long Size
    {
        get => Volatile.Read(ref _size);
        set => Volatile.Write(ref _size, value);
    }

    /// <summary>True once the indexes were loaded from their files or built: sealed segments do it at their first use.</summary>
    public bool IsIndexed { get; set; }

    /// <summary>True when offsets may leap here: compaction has been here, or a scan found leaps. Elsewhere a leap is a damaged base offset (which no CRC covers).</summary>
    public bool HasLeaps { get; set; }

    /// <summary>The offset after the last record.</summary>
    public long NextOffset { get; set; } = baseOffset;

    /// <summary>The largest timestamp of the first batch; -1 for none yet.</summary>
    public long FirstTimestamp { get; private set; } = -1;

    /// <summary>The largest timestamp; -1 for none.</summary>
    public long MaxTimestamp { get; set; } = -1;

    /// <summary>When it was last written to, epoch ms.</summary>
    public long LastAppendMs { get; set; }

    /// <summary>When it was made or opened, epoch ms: from when a segment without timestamps counts its age.</summary>
    public long CreatedMs { get; init; }

    /// <summary>What <c>segment.jitter.ms</c> takes off this segment's age.</summary>
    public long JitterMs { get; init; }

    /// <summary>Takes note of a batch that lies at <paramref name="position"/>: index entries, timestamps, next offset. Size is published apart, at the end of the append.</summary>
    public void Track(in RecordBatchHeader batch, long position, int indexIntervalBytes)
    {
        if (position == 0) FirstTimestamp = batch.MaxTimestamp;
        // A batch that compaction has emptied has no record of that time.
        if (batch.MaxTimestamp > MaxTimestamp && batch.Count > 0)
        {
            MaxTimestamp = batch.MaxTimestamp;
            _offsetOfMaxTimestamp = batch.LastOffset;
        }

        if (_bytesSinceIndexEntry > indexIntervalBytes)
        {
            Offsets.Add(batch.LastOffset - BaseOffset, (int)position);
            AddTimeEntry();
            _bytesSinceIndexEntry = 0;
        }

        _bytesSinceIndexEntry = (int)Math.Min(int.MaxValue, (long)_bytesSinceIndexEntry + batch.Length);
        NextOffset = batch.NextOffset;
    }

    /// <summary>Before <see cref="Track"/> goes over the segment again from an index entry on: what is known up to there.</summary>
    public void ResetTracking(long nextOffset, long firstTimestamp)
    {
        NextOffset = nextOffset;
        FirstTimestamp = firstTimestamp;
        _bytesSinceIndexEntry = 0;
        MaxTimestamp = Times.Count > 0 ? Times.Last.Key : -1;
        _offsetOfMaxTimestamp = Times.Count > 0 ? BaseOffset + Times.Last.Value : -1;
    }

    /// <summary>After damage: the next batch has this base offset and gets an index entry whatever the interval, so that no lookup walks over the damage.</summary>
    public void LeapTo(long baseOffset)
    {
        NextOffset = baseOffset;
        _bytesSinceIndexEntry = int.MaxValue;
    }

    /// <summary>True when an index has no room for another entry.</summary>
    public bool IsIndexFull(int segmentIndexBytes) =>
        Offsets.Count >= segmentIndexBytes / Offsets.EntryBytes || Times.Count >= segmentIndexBytes / Times.EntryBytes;

    /// <summary>Adds the largest timestamp to the time index unless it is there: with each offset entry and at the end of the segment.</summary>
    private void AddTimeEntry()
    {
        if (MaxTimestamp < 0 || (Times.Count > 0 && Times.Last.Key >= MaxTimestamp)) return;
        Times.Add(MaxTimestamp, (int)(_offsetOfMaxTimestamp - BaseOffset));
    }

    /// <summary>Writes the index entries that are not in the files yet; adds the files written to <paramref name="written"/>.</summary>
    /// <param name="written">The files that are to be synced.</param>
    /// <param name="isFinal">Adds the last entry of the time index, and makes the files even when they are empty.</param>
    public void FlushIndexes(ICollection<ILogFile> written, bool isFinal)
    {
        if (isFinal) AddTimeEntry();
        if (Offsets.Flush(isFinal)) written.Add(Offsets.File.Open());
        if (Times.Flush(isFinal)) written.Add(Times.File.Open());
    }

    /// <summary>Reserves disk space for what is about to be written: in steps that double with the segment, never beyond <paramref name="limit"/>.</summary>
    /// <returns>True when a step was made.</returns>
    public bool Preallocate(long end, int largestStep, long limit)
    {
        const int SmallestStep = 64 << 10;
        if (end <= _preallocatedEnd || end > limit) return false;
        var step = Math.Min(Math.Max(Size, SmallestStep), Math.Max(largestStep, SmallestStep));
        _preallocatedEnd = Math.Min(Size + step, limit);
        if (_preallocatedEnd < end) _preallocatedEnd = end;
        File.Open().Preallocate(_preallocatedEnd);
        return true;
    }

    /// <summary>Cuts the log file to its whole batches, which gives back what was reserved.</summary>
    public void Trim()
    {
        if (_preallocatedEnd <= Size) return;
        File.Open().SetLength(Size);
        _preallocatedEnd = 0;
    }

    /// <summary>Cuts the log file back after a failed write.</summary>
    public void UndoWrite()
    {
        File.Open().SetLength(Size);
        _preallocatedEnd = 0;
    }

    /// <summary>Renames its files, the log last: where the log is, its indexes are.</summary>
    public void MoveTo(string stage)
    {
        Offsets.File.MoveTo(stage);
        Times.File.MoveTo(stage);
        File.MoveTo(stage);
    }

    public void CloseFilesForGood()
    {
        File.CloseForGood();
        Offsets.File.CloseForGood();
        Times.File.CloseForGood();
    }

    /// <summary>Idle: closes the files and keeps as little as can be in memory. The next use brings it back.</summary>
    public void Rest()
    {
        Offsets.Release();
        Times.Release();
        CloseFiles();
    }

    public void CloseFiles()
    {
        File.Close();
        Offsets.File.Close();
        Times.File.Close();
    }
}
