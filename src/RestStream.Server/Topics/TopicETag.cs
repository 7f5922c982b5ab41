using System.Globalization;
using RestStream.Core;
using RestStream.Core.Topics;

namespace RestStream.Server.Topics;

/// <summary>The ETag of a topic: its id and the version of its configs and partitions, so that a topic made anew never matches.</summary>
internal static class TopicETag
{
    public static string Of(TopicDescription topic) => string.Create(CultureInfo.InvariantCulture, $"\"{topic.Id:N}-{topic.Version}\"");

    /// <summary>The version that If-Match asks for, null when it asks for none; or the error that it does not match.</summary>
    public static (int? ExpectedVersion, Error? Error) Expected(HttpRequest request, TopicDescription topic)
    {
        var wanted = request.Headers.IfMatch.ToString();
        if (wanted.Length == 0) return (null, null);
        var tags = wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (tags.Contains("*")) return (null, null);
        return tags.Contains(Of(topic)) ? (topic.Version, null) : (null, Mismatch(topic));
    }

    private static Error Mismatch(TopicDescription topic) =>
        new(ErrorCode.PreconditionFailed, $"Topic '{topic.Name}' is at {Of(topic)} now, not at what If-Match names. Get it again and look at what changed.");
}
