namespace RestStream.Server.Records;

/// <summary>How a reader wants its records.</summary>
internal enum ReadForm
{
    /// <summary>One page of JSON.</summary>
    Json,

    /// <summary>A stream, one record a line.</summary>
    Ndjson,

    /// <summary>A stream of server-sent events.</summary>
    Events,
}
