namespace RestStream.Server.Filters;

/// <summary>Why a text is no filter.</summary>
/// <param name="Column">Where, in characters from 1.</param>
/// <param name="Detail">What is wrong there, and what was expected.</param>
internal sealed record FilterError(int Column, string Detail);
