namespace RestStream.Server.Errors;

/// <summary>All errors there are.</summary>
internal sealed record ErrorList(IReadOnlyList<ErrorPage> Errors);
