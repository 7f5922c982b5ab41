namespace RestStream.Storage.Commit;

/// <summary>Ways to break durability on purpose, reachable by the tests alone: each must make the simulated ledger fail.</summary>
internal enum SyncMutation
{
    /// <summary>As it should be.</summary>
    None,

    /// <summary>The active segment is not synced.</summary>
    SkipFileSync,

    /// <summary>The directory of a new segment is not synced.</summary>
    SkipDirectorySync,

    /// <summary>A segment that was rolled since the last sync is not synced.</summary>
    SkipRolledSync,

    /// <summary>The checkpoint of the synced ends is renamed without a sync.</summary>
    SkipCheckpointSync,

    /// <summary>The checkpoint is renamed before what it names is synced.</summary>
    RenameBeforeSync,

    /// <summary>Waiters are answered and records shown before the sync.</summary>
    AcknowledgeBeforeSync,

    /// <summary>A compacted segment is put in its place without a sync.</summary>
    SkipCleanedSync,

    /// <summary>The segments that a compacted one replaces go before its name is on disk.</summary>
    SkipSwapSync,
}
