namespace RestStream.Server.Schemas;

/// <summary>What a dry run found.</summary>
/// <param name="Checked">How many records were tried.</param>
/// <param name="Valid">How many of them fit.</param>
/// <param name="Invalid">How many do not.</param>
/// <param name="Errors">Those that do not.</param>
internal sealed record ValidationView(int Checked, int Valid, int Invalid, IReadOnlyList<TriedRecord> Errors);
