namespace RestStream.Server.Metrics;

/// <summary>How an instrument's measurements add up.</summary>
internal enum InstrumentKind
{
    /// <summary>Adds up.</summary>
    Counter,

    /// <summary>Told as a total.</summary>
    ObservedCounter,

    /// <summary>Adds up, and down again.</summary>
    UpDownCounter,

    /// <summary>The last value.</summary>
    Gauge,

    /// <summary>Counted by buckets.</summary>
    Histogram,
}
