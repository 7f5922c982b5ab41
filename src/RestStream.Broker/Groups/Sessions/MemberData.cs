using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using RestStream.Broker.Groups.Protocol;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// What a session keeps in its own subscription's user data, behind what the assignor put there, so that it can come back after a restart of the server exactly as it was. Assignors read theirs
/// from the front and ignore the rest.
/// <code>assignor's data | deliveries i32 (0: not set) | i32 patterns, (i16 length, UTF-8)… | i32 owned, each the generation since when i32, in the subscription's order | length of ours i32 | "RSS1"</code>
/// </summary>
/// <param name="MaxDeliveries">As the session was opened with; 0 when not set.</param>
/// <param name="Patterns">The patterns among its topics.</param>
/// <param name="OwnedSince">For each owned partition of the subscription, by topic and partition, the generation since which it was owned.</param>
internal sealed record MemberData(int MaxDeliveries, IReadOnlyList<string> Patterns, IReadOnlyList<int> OwnedSince)
{
    private const int TrailerBytes = sizeof(int) + 4;

    private static ReadOnlySpan<byte> Mark => "RSS1"u8;

    /// <summary>Behind an assignor's data.</summary>
    public byte[] AppendTo(ReadOnlyMemory<byte>? assignorData)
    {
        var writer = new MessageWriter();
        writer.WriteInt32(MaxDeliveries);
        writer.WriteInt32(Patterns.Count);
        foreach (var pattern in Patterns) writer.WriteString(pattern);
        writer.WriteInt32(OwnedSince.Count);
        foreach (var generation in OwnedSince) writer.WriteInt32(generation);
        var ours = writer.ToArray();
        var theirs = assignorData ?? default;
        var all = new byte[theirs.Length + ours.Length + TrailerBytes];
        theirs.Span.CopyTo(all);
        ours.CopyTo(all.AsSpan(theirs.Length));
        BinaryPrimitives.WriteInt32BigEndian(all.AsSpan(theirs.Length + ours.Length), ours.Length);
        Mark.CopyTo(all.AsSpan(all.Length - Mark.Length));
        return all;
    }

    /// <summary>Reads user data. Never throws, whatever the bytes; false when there is none of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> userData, [NotNullWhen(true)] out MemberData? data)
    {
        data = null;
        if (userData.Length < TrailerBytes || !userData.EndsWith(Mark)) return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(userData[^TrailerBytes..]);
        if (length < 0 || length > userData.Length - TrailerBytes) return false;
        var reader = new MessageReader(userData.Slice(userData.Length - TrailerBytes - length, length));
        var maxDeliveries = reader.ReadInt32();
        var patterns = new List<string>();
        for (var left = reader.ReadCount(sizeof(short)); left > 0 && !reader.IsBroken; left--) patterns.Add(reader.ReadString());
        var since = new List<int>();
        for (var left = reader.ReadCount(sizeof(int)); left > 0 && !reader.IsBroken; left--) since.Add(reader.ReadInt32());
        if (reader.IsComplete) data = new MemberData(maxDeliveries, patterns, since);
        return data is not null;
    }

    /// <summary>Since when each partition of a subscription was owned; empty when its data does not say.</summary>
    public Dictionary<TopicPartition, int> SinceOf(ConsumerProtocolSubscription subscription)
    {
        var since = new Dictionary<TopicPartition, int>();
        if (OwnedSince.Count != subscription.OwnedPartitions.Count) return since;
        for (var i = 0; i < OwnedSince.Count; i++) since[subscription.OwnedPartitions[i]] = OwnedSince[i];
        return since;
    }
}
