namespace RestStream.TestKit.Simulation;

/// <summary>A file: what processes see, what is on disk, and the changes between the two that a sync would write, in order.</summary>
internal sealed class SimulatedFile : SimulatedNode
{
    private FileContent _seen = new();
    private FileContent _durable = new();
    private List<DataChange> _unsynced = [];
    private bool _hasLost;
    private long _preallocatedEnd;

    public int Length => _seen.Length;

    public ReadOnlySpan<byte> Span => _seen.Span;

    public ReadOnlySpan<byte> DurableSpan => _durable.Span;

    public bool IsUnlinked { get; set; }

    public long AllocatedBytes => IsUnlinked ? 0 : Math.Max(_seen.Length, _preallocatedEnd);

    public override bool IsDirty => _unsynced.Count > 0;

    public void Write(ReadOnlySpan<byte> source, int position) => Change(new DataChange(position, source.ToArray()));

    public void SetLength(int length)
    {
        if (length <= Length)
            _preallocatedEnd = 0;
        Change(new DataChange(length, null));
    }

    public void Preallocate(long end) => _preallocatedEnd = Math.Max(_preallocatedEnd, end);

    public override void Sync()
    {
        foreach (DataChange change in _unsynced)
            change.ApplyTo(_durable);
        _unsynced.Clear();
    }

    public override void LoseDirty()
    {
        _hasLost |= IsDirty;
        _unsynced.Clear();
    }

    /// <summary>Reads again from disk what is clean there.</summary>
    public void DropCache()
    {
        if (!_hasLost)
            return;
        _hasLost = false;
        _seen = _durable.Copy();
        foreach (DataChange change in _unsynced)
            change.ApplyTo(_seen);
    }

    public override SimulatedNode CopyWith(NodeCopier copier) => new SimulatedFile
    {
        _seen = _seen.Copy(), _durable = _durable.Copy(), _unsynced = [.. _unsynced], _hasLost = _hasLost, _preallocatedEnd = _preallocatedEnd,
        IsUnlinked = IsUnlinked,
    };

    public override SimulatedNode CutWith(NodeCopier copier, PowerCut cut)
    {
        FileContent left = _durable.Copy();
        foreach (DataChange change in _unsynced)
            cut.Apply(change, left);
        return new SimulatedFile { _seen = left, _durable = left.Copy() };
    }

    private void Change(DataChange change)
    {
        change.ApplyTo(_seen);
        _unsynced.Add(change);
    }
}
