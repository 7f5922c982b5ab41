namespace RestStream.TestKit.Simulation;

/// <summary>Kinds of calls to a <see cref="SimulatedFileSystem"/>, to count, fail or ignore them.</summary>
[Flags]
public enum FileCalls
{
    /// <summary>No call.</summary>
    None = 0,

    /// <summary>Opening a file that is there and keeps its content.</summary>
    Open = 1 << 0,

    /// <summary>Opening that makes or empties a file.</summary>
    Create = 1 << 1,

    /// <summary>Reading.</summary>
    Read = 1 << 2,

    /// <summary>Writing.</summary>
    Write = 1 << 3,

    /// <summary>Cutting or extending.</summary>
    SetLength = 1 << 4,

    /// <summary>Reserving blocks.</summary>
    Preallocate = 1 << 5,

    /// <summary>Syncing a file.</summary>
    Sync = 1 << 6,

    /// <summary>Syncing a directory.</summary>
    SyncDirectory = 1 << 7,

    /// <summary>Syncing the volume.</summary>
    SyncVolume = 1 << 8,

    /// <summary>Renaming.</summary>
    Rename = 1 << 9,

    /// <summary>Making a directory.</summary>
    CreateDirectory = 1 << 10,

    /// <summary>Deleting a file.</summary>
    DeleteFile = 1 << 11,

    /// <summary>Deleting a directory.</summary>
    DeleteDirectory = 1 << 12,

    /// <summary>Taking the lock.</summary>
    Lock = 1 << 13,

    /// <summary>Asking what is there, and how much space.</summary>
    Look = 1 << 14,

    /// <summary>The three that make something durable.</summary>
    AnySync = Sync | SyncDirectory | SyncVolume,

    /// <summary>All that change the disk or what a power cut leaves of it.</summary>
    Mutating = Create | Write | SetLength | Preallocate | AnySync | Rename | CreateDirectory | DeleteFile | DeleteDirectory | Lock,

    /// <summary>Every call.</summary>
    All = Mutating | Open | Read | Look,
}
