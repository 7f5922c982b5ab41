using System.Text.Json;
using FluentValidation;
using RestStream.Schemas;
using RestStream.Schemas.Enforcement;

namespace RestStream.Server.Schemas;

/// <summary>What a dry run's body must be.</summary>
internal sealed class ValidateBodyValidator : AbstractValidator<ValidateBody>
{
    public ValidateBodyValidator(EnforcementOptions options)
    {
        Include(new SampleSourceValidator(options));
        RuleFor(body => body.Schema).Must((body, schema) => schema is null != body.Subject is null).WithMessage("Give 'schema', or 'subject' of a registered one.");
        RuleFor(body => body.Schema).Must(schema => schema is null || schema.Value.ValueKind is JsonValueKind.Object or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False)
            .WithMessage("'schema' takes an object of JSON Schema, or the text of a schema.");
        RuleFor(body => body.SchemaType).Must(type => type is null || SchemaTypes.TryParse(type, out _)).WithMessage("'schemaType' takes JSON, AVRO or PROTOBUF.");
        RuleFor(body => body.Version).GreaterThanOrEqualTo(1).WithMessage("'version' takes the number of a version, 1 or more.");
        RuleFor(body => body.Formats).Must(formats => formats is null or "annotate" or "assert").WithMessage("'formats' takes annotate or assert.");
    }
}
