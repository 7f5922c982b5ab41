using System.Collections.Concurrent;
using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.Validation;

namespace RestStream.Server.Filters;

/// <summary>Compiles filters, and keeps the last ones: subscribers with the same text share one. Thread-safe.</summary>
internal sealed class FilterCompiler(FilterOptions options)
{
    private readonly ConcurrentDictionary<string, Filter> _compiled = new(StringComparer.Ordinal);

    /// <summary>The filter; null with a problem that has the place when the text is none. Never throws, whatever the text.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="parameter">How the caller calls it: a parameter's name, or a pointer.</param>
    /// <param name="problem">What is wrong.</param>
    public Filter? Compile(string text, string parameter, out Problem? problem)
    {
        problem = null;
        if (_compiled.TryGetValue(text, out var known)) return known;
        var filter = Compile(text, out var error);
        if (filter is null)
        {
            problem = new Problem(HttpErrors.InvalidFilter, $"Column {error!.Column} of the filter: {error.Detail}", [new ErrorItem(parameter, $"column {error.Column}: {error.Detail}")]);
            return null;
        }

        // A bound, not a policy: whoever fills it with ever new filters makes the others compile theirs again.
        if (_compiled.Count >= options.MaxCached) _compiled.Clear();
        return _compiled.GetOrAdd(text, filter);
    }

    /// <summary>The filter that a request asks for; null when it asks for none, or has a problem now.</summary>
    public Filter? Read(Parameters query)
    {
        if (query.Text("filter") is not { } text) return null;
        var filter = Compile(text, "filter", out var problem);
        if (problem is not null) query.Refuse(problem);
        return filter;
    }

    /// <summary>Compiles without keeping; null with an error when the text is no filter.</summary>
    public Filter? Compile(string text, out FilterError? error)
    {
        error = null;
        if (text.Length > options.MaxLength)
        {
            error = new FilterError(options.MaxLength + 1, $"A filter may have {options.MaxLength} characters; this one has {text.Length}.");
            return null;
        }

        try
        {
            var parser = new FilterParser(text, options);
            var root = parser.Parse();
            return new Filter(text, root, parser.Paths, parser.SlotCount);
        }
        catch (FilterException e)
        {
            error = e.Error;
            return null;
        }
    }
}
