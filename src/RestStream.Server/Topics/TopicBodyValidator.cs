using FluentValidation;
using RestStream.Core.Topics;

namespace RestStream.Server.Topics;

/// <summary>What a topic's body must be before the engine looks at it.</summary>
internal sealed class TopicBodyValidator : AbstractValidator<TopicBody>
{
    public TopicBodyValidator()
    {
        RuleFor(body => body.Name).Custom((name, context) =>
        {
            if (name is not null && TopicName.Violation(name) is { } violation) context.AddFailure(violation);
        });
        RuleFor(body => body.Partitions).GreaterThanOrEqualTo(1).WithMessage("A topic has at least 1 partition.");
    }
}
