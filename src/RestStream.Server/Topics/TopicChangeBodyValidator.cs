using FluentValidation;

namespace RestStream.Server.Topics;

/// <summary>What a change to a topic must be before the engine looks at it.</summary>
internal sealed class TopicChangeBodyValidator : AbstractValidator<TopicChangeBody>
{
    public TopicChangeBodyValidator()
    {
        RuleFor(body => body.Partitions).GreaterThanOrEqualTo(1).WithMessage("A topic has at least 1 partition.");
        RuleFor(body => body).Must(body => body.Partitions is not null || body.Config is { Count: > 0 })
            .WithName("config").OverridePropertyName("config").WithMessage("Nothing to change: give 'partitions' or 'config'.");
    }
}
