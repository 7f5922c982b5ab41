using System.Globalization;
using Microsoft.Extensions.Primitives;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Validation;

/// <summary>Reads the parameters of one request and gathers everything that is wrong with them, so that the answer names all at once. Not thread-safe.</summary>
internal sealed class Parameters(HttpRequest request)
{
    private List<ErrorItem>? _errors;
    private bool _readable = true;
    private Problem? _problem;

    /// <summary>400 when a parameter cannot be read, 422 when one is out of its range; null when all is well.</summary>
    public Problem? Problem => _problem is not null || _errors is null
        ? _problem
        : new Problem(_readable ? HttpErrors.ValidationFailed : HttpErrors.InvalidParameter, _errors[0].Detail, _errors);

    /// <summary>The text of a parameter; null when it is absent or empty.</summary>
    public string? Text(string name)
    {
        if (!request.Query.TryGetValue(name, out var values)) return null;
        if (values.Count == 1) return StringValues.IsNullOrEmpty(values) ? null : values[0];
        Unreadable(name, $"'{name}' is given {values.Count} times; give it once.");
        return null;
    }

    public int Integer(string name, int fallback, int min, int max) => (int)Long(name, fallback, min, max);

    public int? OptionalInteger(string name, int min, int max) =>
        request.Query.ContainsKey(name) && Text(name) is { Length: > 0 } ? Integer(name, min, min, max) : null;

    public long Long(string name, long fallback, long min, long max)
    {
        if (Text(name) is not { } text) return fallback;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Unreadable(name, $"'{name}' takes a whole number from {min} to {max}.");
            return fallback;
        }

        if (value >= min && value <= max) return value;
        NotAllowed(name, $"'{name}' takes a whole number from {min} to {max}; this is {value}.");
        return fallback;
    }

    public TimeSpan? Duration(string name, TimeSpan max)
    {
        if (Text(name) is not { } text) return null;
        if (!Durations.TryParse(text, out var duration))
        {
            Unreadable(name, $"'{name}' takes a duration such as 10s, 1500ms or a number of milliseconds.");
            return null;
        }

        if (duration <= max) return duration;
        NotAllowed(name, $"'{name}' is at most {max.TotalSeconds:0.###}s.");
        return null;
    }

    /// <summary>True for a bare name, <c>true</c> and <c>1</c>.</summary>
    public bool Flag(string name)
    {
        if (!request.Query.TryGetValue(name, out var values)) return false;
        switch (values.ToString())
        {
            case "" or "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                Unreadable(name, $"'{name}' takes true or false.");
                return false;
        }
    }

    /// <summary>A parameter has a problem of its own code: that is told, and no other.</summary>
    public void Refuse(Problem problem) => _problem ??= problem;

    public void Unreadable(string name, string detail)
    {
        _readable = false;
        NotAllowed(name, detail);
    }

    public void NotAllowed(string name, string detail) => (_errors ??= []).Add(new ErrorItem(name, detail));
}
