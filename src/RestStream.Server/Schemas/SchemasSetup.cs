using RestStream.Core.State;
using RestStream.Schemas;
using RestStream.Schemas.Avro;
using RestStream.Schemas.Enforcement;
using RestStream.Schemas.Json;
using RestStream.Schemas.Protobuf;
using RestStream.Schemas.Registry;
using RestStream.Server.Hosting;

namespace RestStream.Server.Schemas;

/// <summary>The schema registry's services.</summary>
internal static class SchemasSetup
{
    public const string Section = "RestStream:Schemas";

    public static void AddSchemas(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ISchemaProvider, AvroProvider>();
        builder.Services.AddSingleton<ISchemaProvider, JsonSchemaProvider>();
        builder.Services.AddSingleton<ISchemaProvider>(services =>
            new ProtobufProvider(services.GetRequiredService<RegistryOptions>().Compat == 8 ? ProtobufCompatibility.Version8 : ProtobufCompatibility.Version7));
        builder.Services.AddSingleton(Load);
        builder.Services.AddSingleton<RegistryDispatch>();
    }

    /// <summary>The registry's options from the configuration; adds a sentence for each problem.</summary>
    public static RegistryOptions Bind(IConfiguration configuration, List<string> problems)
    {
        var options = OptionsProblems.Bind(new RegistryOptions(), configuration, Section, problems);
        OptionsProblems.RequirePositive(options, Section, problems);
        problems.AddRange(options.Violations().Select(violation => $"{Section}:{violation}"));
        return options;
    }

    // All that is kept is in memory before the server listens: nobody gets a new id for an old schema.
    private static SchemaRegistry Load(IServiceProvider services)
    {
        var registry = new SchemaRegistry(services.GetRequiredService<RegistryOptions>(), services.GetServices<ISchemaProvider>(), services.GetRequiredService<IStateTopics>(), services.GetRequiredService<TimeProvider>());
        registry.Load();
        services.GetRequiredService<RegistrySchemas>().Attach(registry);
        if (registry.DroppedRecords > 0) services.GetRequiredService<ILogger<SchemaRegistry>>().SchemaRecordsDropped(registry.DroppedRecords);
        return registry;
    }
}
