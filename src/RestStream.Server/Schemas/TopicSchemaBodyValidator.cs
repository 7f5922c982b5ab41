using FluentValidation;

namespace RestStream.Server.Schemas;

/// <summary>What the body of a topic's rules must be.</summary>
internal sealed class TopicSchemaBodyValidator : AbstractValidator<TopicSchemaBody>
{
    public TopicSchemaBodyValidator()
    {
        var rule = new SchemaRuleBodyValidator();
        RuleFor(body => body.Value).Must((body, value) => value is null || !body.IsGiven)
            .WithMessage("The rule of the value is given twice: as 'value', and as members beside it. Give one of them.");
        RuleFor(body => body.Mode).Must((body, _) => body.IsGiven || body.Value is not null || body.Key is not null)
            .WithMessage("'mode' is missing: off, warn or enforce; for values alone as here, or in 'value' and 'key'.");
        When(body => body.IsGiven, () => Include(rule));
        When(body => body.Value is not null, () => RuleFor(body => body.Value!).SetValidator(rule));
        When(body => body.Key is not null, () => RuleFor(body => body.Key!).SetValidator(rule));
    }
}
