namespace RestStream.Server.Errors;

/// <summary>One row of the error table: what a code means over HTTP and what its page says.</summary>
/// <param name="Code">Stable, kebab-case; Kafka's name where Kafka has one.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The same words every time.</param>
/// <param name="Retriable">True when the same request may succeed later.</param>
/// <param name="Meaning">For the page: what happened, and what is stored.</param>
/// <param name="Remedy">For the page: what to do.</param>
/// <param name="RetryAfterSeconds">The value of <c>Retry-After</c>; 0 sends none.</param>
internal sealed record ErrorEntry(
    string Code, int Status, string Title, bool Retriable, string Meaning, string Remedy, int RetryAfterSeconds = 0);
