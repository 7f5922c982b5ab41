namespace RestStream.Benchmarks.Report;

/// <summary>One line of the page.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">Our figure, with its unit.</param>
/// <param name="Limit">What it is compared with, with its unit; empty when the target is absolute.</param>
/// <param name="Ratio">Ours over the limit and its spread over the rounds; empty when the target is absolute.</param>
/// <param name="Target">The target as text.</param>
/// <param name="Passed">Whether it is reached; null when there is none.</param>
internal sealed record Figure(string Name, string Ours, string Limit, string Ratio, string Target, bool? Passed);
