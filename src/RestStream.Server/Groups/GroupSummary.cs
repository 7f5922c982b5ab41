using RestStream.Core.Groups;

namespace RestStream.Server.Groups;

/// <summary>A group in a list.</summary>
internal sealed record GroupSummary(string Group, string State, string ProtocolType, int Members)
{
    public static GroupSummary Of(ConsumerGroupSummary group) => new(group.Group, group.State.ToString(), group.ProtocolType, group.Members);
}
