namespace RestStream.Server.Records;

/// <summary>The rendered records of one partition in a page: a run of its entries, not yet given ones from <see cref="At"/> on.</summary>
internal struct PartitionRun
{
    /// <summary>What the position calls the partition (<see cref="IPagePosition.KeyOf"/>).</summary>
    public int Key { get; init; }

    /// <summary>The first entry that is not given yet.</summary>
    public int At { get; set; }

    /// <summary>Behind the last entry.</summary>
    public int End { get; init; }

    /// <summary>The next offset once every entry is given: behind the last batch, control records and gaps included.</summary>
    public long NextAtEnd { get; init; }

    public readonly bool IsEmpty => At == End;
}
