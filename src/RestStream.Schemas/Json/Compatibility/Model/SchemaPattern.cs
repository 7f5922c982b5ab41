using System.Text.RegularExpressions;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>A regular expression over property names.</summary>
internal sealed class SchemaPattern
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);
    private readonly Regex _regex;

    private SchemaPattern(Regex regex) => _regex = regex;

    /// <exception cref="SchemaException">It is no regular expression.</exception>
    public static SchemaPattern Parse(string pattern, string place)
    {
        try
        {
            return new SchemaPattern(new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout));
        }
        catch (ArgumentException e)
        {
            throw new SchemaException($"'{pattern}' is not a regular expression: {e.Message}", place);
        }
    }

    /// <summary>Whether it matches somewhere in a name; running out of time counts as no.</summary>
    public bool Matches(string name)
    {
        try
        {
            return _regex.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
