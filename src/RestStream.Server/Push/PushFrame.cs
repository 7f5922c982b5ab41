using System.Text.Json.Serialization;
using RestStream.Core.Groups;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>One message of a subscription. What is set is written; whatever several subscribers share is already JSON.</summary>
[JsonConverter(typeof(PushFrameConverter))]
internal sealed class PushFrame
{
    /// <summary>One of <see cref="FrameType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The subscription's id, unique in its connection.</summary>
    public required string Subscription { get; init; }

    /// <summary>Raised by each seek: frames of an older one are to be dropped.</summary>
    public required int Epoch { get; init; }

    /// <summary>Where to go on after this frame; null leaves it out.</summary>
    public string? Cursor { get; init; }

    /// <summary>The array of records, as JSON; empty leaves it out.</summary>
    public ReadOnlyMemory<byte> Records { get; init; }

    /// <summary>Where it starts: offsets by topic and partition, as JSON; empty leaves it out.</summary>
    public ReadOnlyMemory<byte> Start { get; init; }

    /// <summary>High watermarks by topic and partition, as JSON; empty leaves it out.</summary>
    public ReadOnlyMemory<byte> HighWatermark { get; init; }

    /// <summary>How many offsets lie between the cursor and the high watermarks; null leaves it out.</summary>
    public long? Lag { get; init; }

    /// <summary>What the client will not get; null leaves it out, empty is written as null.</summary>
    public IReadOnlyList<Gap>? Gaps { get; init; }

    /// <summary>The member's id; null leaves it out.</summary>
    public string? Member { get; init; }

    /// <summary>The group's generation; null leaves it out.</summary>
    public int? Generation { get; init; }

    /// <summary>All that the member owns; null leaves it out.</summary>
    public IReadOnlyList<AssignedPartition>? Assignment { get; init; }

    /// <summary>What the member lost; null leaves it out.</summary>
    public IReadOnlyList<AssignedPartition>? Partitions { get; init; }

    /// <summary>Why this is the last frame; null when it is not.</summary>
    public string? Ending { get; init; }
}
