namespace RestStream.Server.Groups;

/// <summary>What an ack token says.</summary>
/// <param name="Holder">Whose it is (<see cref="AckToken.HolderOf"/>).</param>
/// <param name="Entries">What was delivered.</param>
internal sealed record AckContent(uint Holder, IReadOnlyList<AckEntry> Entries);
