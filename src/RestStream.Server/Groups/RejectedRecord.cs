namespace RestStream.Server.Groups;

/// <summary>An entry of <c>nack</c>: a record that could not be processed.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Reason">Why, for a person.</param>
internal sealed record RejectedRecord(string? Topic = null, int? Partition = null, long? Offset = null, string? Reason = null);
