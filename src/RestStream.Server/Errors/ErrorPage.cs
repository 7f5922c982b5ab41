namespace RestStream.Server.Errors;

/// <summary>An error's page as JSON.</summary>
internal sealed record ErrorPage(string Code, int Status, string Title, bool Retriable, string Meaning, string Remedy)
{
    public static ErrorPage Of(ErrorEntry entry) => new(entry.Code, entry.Status, entry.Title, entry.Retriable, entry.Meaning, entry.Remedy);
}
