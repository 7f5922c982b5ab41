using System.Text.Json;
using FluentValidation;
using RestStream.Core.Schemas;

namespace RestStream.Server.Schemas;

/// <summary>What a rule must be.</summary>
internal sealed class SchemaRuleBodyValidator : AbstractValidator<SchemaRuleBody>
{
    private const int MaxSubjectLength = 1_000;

    public SchemaRuleBodyValidator()
    {
        RuleFor(rule => rule.Mode).NotNull().WithMessage("'mode' is missing: off, warn or enforce.");
        RuleFor(rule => rule.Mode).Must(mode => IsOneOf<SchemaMode>(mode)).WithMessage("'mode' takes off, warn or enforce.");
        RuleFor(rule => rule.OnInvalid).Must(action => IsOneOf<InvalidRecordAction>(action)).WithMessage("'onInvalid' takes reject or deadLetter.");
        RuleFor(rule => rule.Strategy).Must(strategy => IsOneOf<SubjectNameStrategy>(strategy)).WithMessage("'strategy' takes TopicName, RecordName or TopicRecordName.");
        RuleFor(rule => rule.Formats).Must(formats => formats is null or "annotate" or "assert").WithMessage("'formats' takes annotate or assert.");
        RuleFor(rule => rule.Version).Must(IsVersion).WithMessage("'version' takes latest or the number of a version, 1 or more.");
        RuleFor(rule => rule.Subject).Must(subject => subject is null or { Length: > 0 and <= MaxSubjectLength }).WithMessage($"'subject' takes 1 to {MaxSubjectLength} characters.");
    }

    private static bool IsOneOf<T>(string? name) where T : struct, Enum =>
        name is null || (Enum.TryParse<T>(name, ignoreCase: true, out var value) && value.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsVersion(JsonElement? version) => version switch
    {
        null => true,
        { ValueKind: JsonValueKind.String } text => text.GetString() == "latest",
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt32(out var value) && value is >= 1 or -1,
        _ => false,
    };
}
