using FluentValidation;
using RestStream.Schemas.Enforcement;

namespace RestStream.Server.Schemas;

/// <summary>What a source of samples must be.</summary>
internal sealed class SampleSourceValidator : AbstractValidator<SampleSource>
{
    public SampleSourceValidator(EnforcementOptions options)
    {
        RuleFor(body => body.Records).Must((body, records) => records is null != body.Topic is null)
            .WithMessage("Give 'records', an array of values, or 'topic', whose last records are taken.");
        RuleFor(body => body.Records).Must(records => records is null || (records.Count > 0 && records.Count <= options.MaxSamples))
            .WithMessage($"'records' takes 1 to {options.MaxSamples} values.");
        RuleFor(body => body.Max).InclusiveBetween(1, options.MaxSamples).WithMessage($"'max' takes 1 to {options.MaxSamples}.");
    }
}
