using RestStream.Core;

namespace RestStream.Server.Errors;

/// <summary>A problem as the result of a typed endpoint.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    public static ProblemResult From(Error error) => new(Problem.From(error));

    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteAsync(httpContext, problem);
}
