using FluentValidation;
using RestStream.Server.Groups;
using RestStream.Server.Records;
using RestStream.Server.Schemas;
using RestStream.Server.Topics;

namespace RestStream.Server.Validation;

/// <summary>The validators of control bodies.</summary>
internal static class ValidationSetup
{
    public static void AddValidation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidator<TopicBody>, TopicBodyValidator>();
        builder.Services.AddSingleton<IValidator<TopicChangeBody>, TopicChangeBodyValidator>();
        builder.Services.AddSingleton<IValidator<TruncateBody>, TruncateBodyValidator>();
        builder.Services.AddSingleton<IValidator<PollBody>, PollBodyValidator>();
        builder.Services.AddSingleton<IValidator<CommitBody>, CommitBodyValidator>();
        builder.Services.AddSingleton<IValidator<OffsetResetBody>, OffsetResetBodyValidator>();
        builder.Services.AddSingleton<IValidator<TopicSchemaBody>, TopicSchemaBodyValidator>();
        builder.Services.AddSingleton<IValidator<ValidateBody>, ValidateBodyValidator>();
        builder.Services.AddSingleton<IValidator<InferBody>, InferBodyValidator>();
    }
}
