using System.Text;
using RestStream.Schemas.Json.Patterns;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>A regular expression over property names.</summary>
internal sealed class SchemaPattern
{
    private readonly EcmaPattern _pattern;

    private SchemaPattern(EcmaPattern pattern) => _pattern = pattern;

    /// <exception cref="SchemaException">It is no regular expression, or goes beyond a bound.</exception>
    public static SchemaPattern Parse(string pattern, string place, PatternLibrary patterns)
    {
        try
        {
            return new SchemaPattern(patterns.Get(pattern));
        }
        catch (SchemaException e)
        {
            throw new SchemaException($"'{pattern}': {e.Message}", place);
        }
    }

    /// <summary>Whether it matches somewhere in a name; running out of time counts as no.</summary>
    public bool Matches(string name) => _pattern.IsMatch(Encoding.UTF8.GetBytes(name)) == PatternVerdict.Match;
}
