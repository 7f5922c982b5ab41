using RestStream.Core.Schemas;
using RestStream.Schemas.Enforcement;
using RestStream.Server.Hosting;

namespace RestStream.Server.Schemas;

/// <summary>Records that are checked against schemas.</summary>
internal static class EnforcementSetup
{
    public const string Section = "RestStream:Enforcement";

    public static void AddEnforcement(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RegistrySchemas>();
        builder.Services.AddSingleton<ISchemaSource>(services => services.GetRequiredService<RegistrySchemas>());
        builder.Services.AddSingleton(MakeGate);
        builder.Services.AddSingleton<IRecordGate>(services => services.GetRequiredService<SchemaGate>());
        builder.Services.AddSingleton<TopicSchemaHandler>();
        builder.Services.AddSingleton<RecordViews>();
        builder.Services.AddSingleton<SampleReader>();
        builder.Services.AddSingleton<SchemaToolsHandler>();
    }

    private static SchemaGate MakeGate(IServiceProvider services)
    {
        var gate = ActivatorUtilities.CreateInstance<SchemaGate>(services);
        var log = services.GetRequiredService<ILogger<SchemaGate>>();
        gate.SchemaIsUnusable += (schema, reason) => log.SchemaIsUnusable(schema.Version, schema.Subject, reason);
        return gate;
    }
}
