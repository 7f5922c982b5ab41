namespace RestStream.Core;

/// <summary>An expected failure, as a value.</summary>
/// <param name="Code">What went wrong.</param>
/// <param name="Detail">A sentence for a person: what is wrong, where, and what to do.</param>
/// <param name="Items">The places, when there are several or the place has a pointer; null otherwise.</param>
public sealed record Error(ErrorCode Code, string Detail, IReadOnlyList<ErrorItem>? Items = null);
