namespace RestStream.Schemas.Registry;

/// <summary>A draft that was read.</summary>
/// <param name="Given">With the metadata and rules that it gives.</param>
/// <param name="Full">With those of the newest version where it gives none, and with what the config adds; the same object when that is nothing.</param>
internal sealed record DraftCandidates(Candidate Given, Candidate Full);
