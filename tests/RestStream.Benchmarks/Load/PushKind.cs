namespace RestStream.Benchmarks.Load;

/// <summary>How a subscriber is told of records.</summary>
internal enum PushKind
{
    /// <summary>Server-sent events.</summary>
    Events,

    /// <summary>The hub, over a WebSocket.</summary>
    Hub,

    /// <summary>Bare Kestrel writing bytes that are there already.</summary>
    Bare,
}
