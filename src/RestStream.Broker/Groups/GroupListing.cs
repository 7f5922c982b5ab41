namespace RestStream.Broker.Groups;

/// <summary>A group in a list.</summary>
/// <param name="GroupId">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="ProtocolType">The kind of its members, <c>consumer</c> as a rule; null when it never had any: someone committed offsets under its name.</param>
public sealed record GroupListing(string GroupId, GroupState State, string? ProtocolType);
