using RestStream.Server.OpenApi;

namespace RestStream.Server.Schemas;

/// <summary>Confluent's schema registry at its own paths.</summary>
internal static class RegistryRoutes
{
    private static readonly string[] AllMethods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch];

    // What clients probe for, and is not served: answered fast, in the shape that they understand.
    private static readonly string[] NotServed = ["/associations/{**rest}", "/exporters/{**rest}", "/dek-registry/{**rest}"];

    private static readonly RegistryRoute[] Routes =
    [
        new("POST", "/subjects/{subject}/versions", SubjectCalls.Register, RegistryDocs.Register),
        new("GET", "/subjects/{subject}/versions", SubjectCalls.ListVersions, RegistryDocs.ListVersions),
        new("GET", "/subjects", SubjectCalls.List, RegistryDocs.ListSubjects),
        new("GET", "/subjects/{subject}/versions/{version}/schema", SubjectCalls.GetText, RegistryDocs.GetVersionText),
        new("GET", "/subjects/{subject}/versions/{version}/referencedby", SubjectCalls.ReferencedBy, RegistryDocs.ReferencedBy),
        new("GET", "/subjects/{subject}/versions/{version}/differences", CompatibilityCalls.Differences, RegistryDocs.ListDifferences),
        new("GET", "/subjects/{subject}/versions/{version}/sample", SampleCalls.Get, RegistryDocs.GetSample),
        new("GET", "/subjects/{subject}/metadata", SubjectCalls.FindByMetadata, RegistryDocs.FindByMetadata),
        new("POST", "/subjects/{subject}/versions/{version}/tags", SubjectCalls.ChangeTags, RegistryDocs.ChangeTags),
        new("GET", "/schemas", SchemaCalls.List, RegistryDocs.ListSchemas),
        new("GET", "/schemas/types", SchemaCalls.Types, RegistryDocs.ListTypes),
        new("GET", "/schemas/ids/{id}", SchemaCalls.Get, RegistryDocs.GetSchema),
        new("GET", "/schemas/ids/{id}/schema", SchemaCalls.GetText, RegistryDocs.GetSchemaText),
        new("GET", "/schemas/ids/{id}/subjects", SchemaCalls.Subjects, RegistryDocs.ListSubjectsOfSchema),
        new("GET", "/schemas/ids/{id}/versions", SchemaCalls.Versions, RegistryDocs.ListVersionsOfSchema),
        new("GET", "/schemas/guids/{guid}", SchemaCalls.GetByGuid, RegistryDocs.GetByGuid),
        new("GET", "/schemas/guids/{guid}/ids", SchemaCalls.IdsOfGuid, RegistryDocs.IdsOfGuid),
        new("POST", "/compatibility/subjects/{subject}/versions/{version}", CompatibilityCalls.WithVersion, RegistryDocs.CheckWithVersion),
        new("POST", "/compatibility/subjects/{subject}/versions", CompatibilityCalls.WithAll, RegistryDocs.CheckWithAll),
        new("PUT", "/config/{subject}", SettingCalls.PutConfig, RegistryDocs.PutSubjectConfig),
        new("GET", "/config/{subject}", SettingCalls.GetConfig, RegistryDocs.GetSubjectConfig),
        new("DELETE", "/config/{subject}", SettingCalls.DeleteConfig, RegistryDocs.DeleteSubjectConfig),
        new("PUT", "/config", SettingCalls.PutConfig, RegistryDocs.PutConfig),
        new("GET", "/config", SettingCalls.GetConfig, RegistryDocs.GetConfig),
        new("DELETE", "/config", SettingCalls.DeleteConfig, RegistryDocs.DeleteConfig),
        new("PUT", "/mode/{subject}", SettingCalls.PutMode, RegistryDocs.PutSubjectMode),
        new("GET", "/mode/{subject}", SettingCalls.GetMode, RegistryDocs.GetSubjectMode),
        new("DELETE", "/mode/{subject}", SettingCalls.DeleteMode, RegistryDocs.DeleteSubjectMode),
        new("PUT", "/mode", SettingCalls.PutMode, RegistryDocs.PutMode),
        new("GET", "/mode", SettingCalls.GetMode, RegistryDocs.GetMode),
        new("DELETE", "/mode", SettingCalls.DeleteMode, RegistryDocs.DeleteMode),
        new("POST", "/subjects/{subject}", SubjectCalls.LookUp, RegistryDocs.LookUp),
        new("DELETE", "/subjects/{subject}", SubjectCalls.Delete, RegistryDocs.DeleteSubject),
        new("GET", "/subjects/{subject}/versions/{version}", SubjectCalls.GetVersion, RegistryDocs.GetVersion),
        new("DELETE", "/subjects/{subject}/versions/{version}", SubjectCalls.DeleteVersion, RegistryDocs.DeleteVersion),
        new("GET", "/contexts", ServerCalls.Contexts, RegistryDocs.ListContexts),
        new("DELETE", "/contexts/{context}", ServerCalls.DeleteContext, RegistryDocs.DeleteContext),
        new("GET", "/", ServerCalls.Alive, RegistryDocs.Alive),
        new("POST", "/", ServerCalls.Alive, RegistryDocs.AlivePost),
        new("GET", "/v1/metadata/id", ServerCalls.ClusterId, RegistryDocs.ClusterId),
        new("GET", "/v1/metadata/version", ServerCalls.ServerVersion, RegistryDocs.ServerVersion),
        new("GET", "/v1/metadata/deployment", ServerCalls.Deployment, RegistryDocs.Deployment),
    ];

    public static void MapSchemaRegistry(this IEndpointRouteBuilder routes)
    {
        // Made here, so that all is loaded before the server listens.
        var dispatch = routes.ServiceProvider.GetRequiredService<RegistryDispatch>();
        foreach (var route in Routes) routes.MapMethods(route.Pattern, Methods(route), context => dispatch.HandleAsync(context, route)).Describe(route.Doc);
        routes.MapMethods("/contexts/{context}/{**rest}", AllMethods, context => dispatch.HandleInContextAsync(context, Routes));
        var nothing = new RegistryRoute("", "", ServerCalls.NotServed, RegistryDocs.Register);
        foreach (var pattern in NotServed) routes.MapMethods(pattern, AllMethods, context => dispatch.HandleAsync(context, nothing));
    }

    private static string[] Methods(RegistryRoute route) => route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];
}
