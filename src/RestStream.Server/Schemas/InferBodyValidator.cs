using FluentValidation;
using RestStream.Schemas.Enforcement;

namespace RestStream.Server.Schemas;

/// <summary>What an inference's body must be.</summary>
internal sealed class InferBodyValidator : AbstractValidator<InferBody>
{
    public InferBodyValidator(EnforcementOptions options) => Include(new SampleSourceValidator(options));
}
