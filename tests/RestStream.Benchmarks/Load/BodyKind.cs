namespace RestStream.Benchmarks.Load;

/// <summary>What a request of a load carries.</summary>
internal enum BodyKind
{
    /// <summary>Nothing: a GET.</summary>
    None,

    /// <summary>One JSON object, the record's value itself.</summary>
    Single,

    /// <summary><c>{"records":[{"key":…,"value":{…}}…]}</c>.</summary>
    Batch,

    /// <summary>A group's commit of one offset.</summary>
    Commit,

    /// <summary>A JSON Schema that was never registered before; the targets are as many as the connections, and each connection keeps to its own.</summary>
    Registration,
}
