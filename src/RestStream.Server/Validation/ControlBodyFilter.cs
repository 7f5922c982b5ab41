using FluentValidation;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Validation;

/// <summary>The one endpoint filter for control bodies: answers what cannot be read (400) and what a validator refuses (422, all places at once).</summary>
internal sealed class ControlBodyFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is not IControlBody body) continue;
            if (Check(body, context.HttpContext.RequestServices) is { } problem) return new(new ProblemResult(problem));
        }

        return next(context);
    }

    private static Problem? Check(IControlBody body, IServiceProvider services)
    {
        if (body.Problem is not null) return body.Problem;
        var value = body.Value!;
        if (services.GetService(body.ValidatorType) is not IValidator validator) return null;
        var result = validator.Validate(new ValidationContext<object>(value));
        if (result.IsValid) return null;
        ErrorItem[] items = [.. result.Errors.Select(error => new ErrorItem(JsonPointer.FromPath("$." + CamelCase(error.PropertyName)), error.ErrorMessage))];
        return new Problem(HttpErrors.ValidationFailed, items[0].Detail, items);
    }

    private static string CamelCase(string path) =>
        string.Join('.', path.Split('.').Select(step => step.Length == 0 ? step : char.ToLowerInvariant(step[0]) + step[1..]));
}
