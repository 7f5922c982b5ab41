using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>What a subscription does next: say something, fetch from a place, or end.</summary>
/// <param name="Announcement">A frame to send first; null to fetch.</param>
/// <param name="Place">Where to fetch.</param>
/// <param name="Epoch">The epoch of the place.</param>
/// <param name="IsOver">True when the server stops.</param>
/// <param name="Interrupted">Cancelled when a call of the client, its leaving or a stop makes the fetch pointless.</param>
internal readonly record struct Turn(PushFrame? Announcement, ReadPositions Place, int Epoch, bool IsOver, CancellationToken Interrupted);
