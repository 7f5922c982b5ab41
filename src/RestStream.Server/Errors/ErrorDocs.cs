using RestStream.Server.OpenApi;

namespace RestStream.Server.Errors;

/// <summary>The error pages in the OpenAPI document.</summary>
internal static class ErrorDocs
{
    public static readonly OperationDoc List = new("listErrors", "errors", "List every error code")
    {
        Description = "As HTML for a browser, as JSON otherwise.",
        Responses = [new(200, "All errors", "application/json", typeof(ErrorList))],
    };

    public static readonly OperationDoc Page = new("getError", "errors", "Explain an error code")
    {
        Description = "The page that `type` of a problem points to: what happened, what is stored, what to do.",
        Parameters = [new("code", "The `code` of a problem.", "unknown-topic-or-partition", In: "path")],
        Responses = [new(200, "The error", "application/json", typeof(ErrorPage))],
        Problems = [HttpErrors.RouteNotFound],
    };
}
