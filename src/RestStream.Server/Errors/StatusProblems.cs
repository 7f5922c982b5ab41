namespace RestStream.Server.Errors;

/// <summary>Problems for statuses that the framework sets without a body: unknown routes, methods, types.</summary>
internal static class StatusProblems
{
    /// <summary>The problem to write; null when the answer is complete.</summary>
    public static Problem? Of(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentLength is not null || response.ContentType is not null) return null;
        return response.StatusCode switch
        {
            404 => new(HttpErrors.RouteNotFound, "Nothing is served at this path. See /swagger for every call there is."),
            405 => new(HttpErrors.MethodNotAllowed, $"This path takes {response.Headers.Allow}."),
            406 => new(HttpErrors.NotAcceptable, "None of the types in Accept can be served here."),
            413 => new(HttpErrors.RequestTooLarge, "The body is larger than the limit of this call."),
            415 => new(HttpErrors.UnsupportedMediaType, "The call does not take a body of this Content-Type."),
            >= 500 => new(HttpErrors.InternalError, "The server failed in a way it does not know."),
            _ => new(HttpErrors.BadRequest, "The request cannot be read."),
        };
    }
}
