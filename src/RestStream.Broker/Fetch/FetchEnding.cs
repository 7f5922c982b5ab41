namespace RestStream.Broker.Fetch;

/// <summary>What ends a waiting fetch other than records.</summary>
internal enum FetchEnding
{
    None,
    Deadline,
    Stop,
    Cancelled,
}
