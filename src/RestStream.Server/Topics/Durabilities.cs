using RestStream.Core.Topics;

namespace RestStream.Server.Topics;

/// <summary>What an acknowledgement of a topic is worth, in every description of it: <c>synced</c> to disk, or left to the <c>system</c> to flush.</summary>
internal static class Durabilities
{
    public static string Of(TopicDescription topic) => topic.IsSynced ? "synced" : "system";
}
