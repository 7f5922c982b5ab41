namespace RestStream.Broker.Groups;

/// <summary>A way of assigning that a member knows, and what it says to the leader who assigns by it.</summary>
/// <param name="Name">The assignor's name, such as <c>range</c>.</param>
/// <param name="Metadata">Opaque to the coordinator; for the protocol type <c>consumer</c> a ConsumerProtocolSubscription. Must not change any more.</param>
public readonly record struct GroupProtocol(string Name, ReadOnlyMemory<byte> Metadata);
