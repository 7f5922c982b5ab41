namespace RestStream.Core;

/// <summary>How a log engine is.</summary>
public enum EngineStatus
{
    /// <summary>Recovering: not open yet.</summary>
    Starting,

    /// <summary>Open.</summary>
    Running,

    /// <summary>The disk is full or below its reserve: reads go on, produces are refused; ends by itself.</summary>
    DiskFull,

    /// <summary>Stopping: waiting fetches are answered, produces refused.</summary>
    Stopping,

    /// <summary>A sync failed: nothing more is acknowledged.</summary>
    Failed,
}
