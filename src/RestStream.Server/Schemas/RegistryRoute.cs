using RestStream.Server.OpenApi;

namespace RestStream.Server.Schemas;

/// <summary>A call of the registry: also reached below <c>/contexts/{context}</c>.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path, parameters in braces.</param>
/// <param name="Handle">Answers it.</param>
/// <param name="Doc">What the OpenAPI document says of it.</param>
internal sealed record RegistryRoute(string Method, string Pattern, Func<RegistryCall, ValueTask<RegistryAnswer>> Handle, OperationDoc Doc)
{
    private readonly string[] _steps = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when the segments are of this path.</summary>
    public bool Matches(string method, ReadOnlySpan<string> segments)
    {
        if ((method != Method && !(method == "HEAD" && Method == "GET")) || segments.Length != _steps.Length) return false;
        for (var i = 0; i < segments.Length; i++)
        {
            if (_steps[i][0] != '{' && _steps[i] != segments[i]) return false;
        }

        return true;
    }

    /// <summary>Where the parameter is in the path.</summary>
    public int IndexOf(string parameter) => Array.IndexOf(_steps, "{" + parameter + "}");
}
