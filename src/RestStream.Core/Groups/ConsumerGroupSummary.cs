namespace RestStream.Core.Groups;

/// <summary>A group in a list.</summary>
/// <param name="Group">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="ProtocolType"><c>consumer</c>, or what its members said; empty for a group that only has offsets.</param>
/// <param name="Members">How many members it has.</param>
public sealed record ConsumerGroupSummary(string Group, ConsumerGroupState State, string ProtocolType, int Members);
