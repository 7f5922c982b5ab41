namespace RestStream.Server.Filters;

/// <summary>The fields of a record.</summary>
internal enum FilterField
{
    Key,
    Topic,
    Partition,
    Offset,
    Timestamp,
}
