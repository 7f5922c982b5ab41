namespace RestStream.Core.Produce;

/// <summary>Why one record of a request was not stored, or may not have been.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Error">Why. <see cref="ErrorCode.OutcomeUnknown"/>: it may or may not survive.</param>
public sealed record RecordError(int Index, Error Error);
