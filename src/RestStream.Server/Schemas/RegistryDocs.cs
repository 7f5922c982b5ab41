using RestStream.Server.OpenApi;

namespace RestStream.Server.Schemas;

/// <summary>The schema registry in the OpenAPI document.</summary>
internal static class RegistryDocs
{
    private const string Tag = "schemas";
    private const string ExampleSubject = "demo-orders-value";
    private const string ExampleGuid = "b071c084-f604-2d68-5caf-858e3a6a82b3";
    private const string ExampleSchema = """{"schemaType":"JSON","schema":"{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}},\"required\":[\"id\"]}","metadata":{"properties":{"owner":"orders"}}}""";

    private static readonly ParameterDoc SubjectParameter = new("subject", "The subject; `:.context:subject` in another context than the default one.", ExampleSubject, In: "path");
    private static readonly ParameterDoc SettingSubject = new("subject", "The subject, or a context as `:.context:`.", ExampleSubject, In: "path");
    private static readonly ParameterDoc IdParameter = new("id", "The schema's id.", "1", true, "path");
    private static readonly ParameterDoc GuidParameter = new("guid", "The schema's guid.", ExampleGuid, In: "path");
    private static readonly ParameterDoc Latest = new("version", "A number, or `latest`.", "latest", In: "path");
    private static readonly ParameterDoc Normalize = new("normalize", "Normalise the schema first.");
    private static readonly ParameterDoc Deleted = new("deleted", "With what is soft-deleted.");
    private static readonly ParameterDoc DefaultToGlobal = new("defaultToGlobal", "What is in force, when nothing is set here.");
    private static readonly ParameterDoc Format = new("format", "Another format of the type, as `serialized` of Protobuf.");
    private static readonly ParameterDoc[] Paging = [new("offset", "Leave out so many.", null, true), new("limit", "At most so many.", null, true)];
    private static readonly ParameterDoc Permanent = new("permanent", "For good; what is to go is soft-deleted before.");

    public static readonly OperationDoc Register = Call("registerSchema", "Register a schema", "Its id, version and guid", 404, 409, 422) with
    {
        Description = "A schema that the subject has is answered as it is. `references` name other schemas by subject and version. Codes: 42201 no schema, 409 not compatible with an earlier one.",
        Parameters = [SubjectParameter, Normalize, new("force", "Do not ask whether it is compatible.")],
        Bodies = [Schema()],
    };

    public static readonly OperationDoc ListVersions = Call("listVersions", "List the versions of a subject", "Their numbers", 404) with
    {
        Parameters = [SubjectParameter, Deleted, new("deletedOnly", "Only what is soft-deleted."), new("deletedAsNegative", "Soft-deleted ones as negative numbers."), .. Paging],
    };

    public static readonly OperationDoc ListSubjects = Call("listSubjects", "List subjects", "Their names") with
    {
        Parameters = [new("subjectPrefix", "The beginning of their names; `:*:` is any context, the default."), Deleted, new("deletedOnly", "Only what is soft-deleted."), .. Paging],
    };

    public static readonly OperationDoc GetVersionText = Call("getVersionText", "Get the text of a version's schema", "The text", 404, 422) with { Parameters = [SubjectParameter, Latest, Deleted, Format] };

    public static readonly OperationDoc GetSample = Call("getSample", "Make a sample record of a version's JSON schema", "A record to start from; it need not fit in all", 404, 422) with { Parameters = [SubjectParameter, Latest] };

    public static readonly OperationDoc ReferencedBy = Call("referencedBy", "List the schemas that use a version", "Their ids", 404, 422) with { Parameters = [SubjectParameter, Latest, Deleted, .. Paging] };

    public static readonly OperationDoc ListDifferences = Call("listDifferences", "Tell how a version differs from another", "The differences, harmless ones too, in words", 404, 422) with
    {
        Description = "What readers with this version meet in records that were written with the other: the writer. Of JSON Schema and Protobuf compatible differences are told too.",
        Parameters = [SubjectParameter, Latest, new("from", "The other version; without it, the one before.")],
    };

    public static readonly OperationDoc FindByMetadata = Call("findByMetadata", "Find the newest version with these properties", "The version", 400, 404) with
    {
        Parameters = [SubjectParameter, new("key", "A property; once or more.", "owner"), new("value", "Its value, one for each `key`.", "orders"), Deleted, Format],
    };

    public static readonly OperationDoc ChangeTags = Call("changeTags", "Register a version with other metadata or rules", "The new version", 404, 409, 422) with
    {
        Description = "`metadata` and `ruleSet` take the place of the version's, `rulesToMerge` and `rulesToRemove` change its rules. Tags inside the schema are not changed here: register the text with them.",
        Parameters = [SubjectParameter, Latest],
        Bodies = [new("application/json", """{"metadata":{"properties":{"owner":"orders","stage":"demo"}}}""")],
    };

    public static readonly OperationDoc ListSchemas = Call("listSchemas", "List schemas", "Versions with their schemas") with
    {
        Parameters = [new("subjectPrefix", "The beginning of the subjects' names; `:*:` is any context, the default."), Deleted, new("latestOnly", "The newest version of each subject."), new("aliases", "With the subjects' aliases."), .. Paging],
    };

    public static readonly OperationDoc ListTypes = Call("listSchemaTypes", "List the types of schemas that are kept", "Their names");

    public static readonly OperationDoc GetSchema = Call("getSchema", "Get a schema by its id", "The schema", 404) with
    {
        Parameters = [IdParameter, new("subject", "A subject, or a context as `:.context:`, in which the id is."), Format, new("fetchMaxId", "With the highest id.")],
    };

    public static readonly OperationDoc GetSchemaText = Call("getSchemaText", "Get the text of a schema by its id", "The text", 404) with { Parameters = [IdParameter, new("subject", "As above."), Format] };

    public static readonly OperationDoc ListSubjectsOfSchema = Call("listSubjectsOfSchema", "List the subjects that have a schema", "Their names", 404) with { Parameters = [IdParameter, new("subject", "As above."), Deleted, .. Paging] };

    public static readonly OperationDoc ListVersionsOfSchema = Call("listVersionsOfSchema", "List the versions that have a schema", "Subjects and versions", 404) with { Parameters = [IdParameter, new("subject", "As above."), Deleted, .. Paging] };

    public static readonly OperationDoc GetByGuid = Call("getSchemaByGuid", "Get a schema by its guid", "The schema", 404) with { Parameters = [GuidParameter, Format] };

    public static readonly OperationDoc IdsOfGuid = Call("listIdsOfGuid", "List the ids of a guid", "A context and an id each", 404) with { Parameters = [GuidParameter] };

    public static readonly OperationDoc CheckWithVersion = Call("checkCompatibility", "Ask whether a schema is compatible with a version", "The verdict", 404, 422) with
    {
        Parameters = [SubjectParameter, Latest, new("verbose", "With the differences.", "true"), Normalize],
        Bodies = [Schema()],
    };

    public static readonly OperationDoc CheckWithAll = Call("checkCompatibilityWithAll", "Ask what a registration would say", "The verdict", 422) with
    {
        Parameters = [SubjectParameter, new("verbose", "With the differences.", "true"), Normalize],
        Bodies = [Schema()],
    };

    public static readonly OperationDoc PutSubjectConfig = PutConfigAt("putSubjectConfig", "Change a subject's config") with { Parameters = [SettingSubject] };

    public static readonly OperationDoc GetSubjectConfig = Call("getSubjectConfig", "Show a subject's config", "The config", 404) with { Parameters = [SettingSubject, DefaultToGlobal] };

    public static readonly OperationDoc DeleteSubjectConfig = Call("deleteSubjectConfig", "Forget a subject's config", "What it was", 404, 422) with { Parameters = [SettingSubject] };

    public static readonly OperationDoc PutConfig = PutConfigAt("putConfig", "Change the global config");

    public static readonly OperationDoc GetConfig = Call("getConfig", "Show the global config", "The config");

    public static readonly OperationDoc DeleteConfig = Call("deleteConfig", "Set the global config back", "What it was", 422);

    public static readonly OperationDoc PutSubjectMode = PutModeAt("putSubjectMode", "Set a subject's mode") with { Parameters = [SettingSubject, new("force", "Enter IMPORT where schemas are.")] };

    public static readonly OperationDoc GetSubjectMode = Call("getSubjectMode", "Show a subject's mode", "The mode", 404) with { Parameters = [SettingSubject, DefaultToGlobal] };

    public static readonly OperationDoc DeleteSubjectMode = Call("deleteSubjectMode", "Forget a subject's mode", "What it was", 404) with { Parameters = [SettingSubject, new("recursive", "Of a context: its subjects' too.")] };

    public static readonly OperationDoc PutMode = PutModeAt("putMode", "Set the global mode") with { Parameters = [new("force", "Enter IMPORT where schemas are.")] };

    public static readonly OperationDoc GetMode = Call("getMode", "Show the global mode", "The mode");

    public static readonly OperationDoc DeleteMode = Call("deleteMode", "Set the global mode back", "What it was");

    public static readonly OperationDoc LookUp = Call("lookUpSchema", "Find a schema in a subject", "The version that has it", 404, 422) with { Parameters = [SubjectParameter, Normalize, Deleted, Format], Bodies = [Schema()] };

    public static readonly OperationDoc DeleteSubject = Call("deleteSubject", "Delete a subject", "The numbers of its versions", 404, 422) with { Parameters = [SubjectParameter, Permanent] };

    public static readonly OperationDoc GetVersion = Call("getVersion", "Get a version of a subject", "The version", 404, 422) with
    {
        Parameters = [SubjectParameter, Number(), Deleted with { Example = "true" }, Format],
    };

    public static readonly OperationDoc DeleteVersion = Call("deleteVersion", "Delete a version of a subject", "Its number", 404, 422) with { Parameters = [SubjectParameter, Number(), Permanent with { Example = "true" }] };

    public static readonly OperationDoc ListContexts = Call("listContexts", "List contexts", "Their names") with { Parameters = [new("contextPrefix", "The beginning of their names."), .. Paging] };

    public static readonly OperationDoc DeleteContext = new("deleteContext", Tag, "Delete a context that is empty")
    {
        Parameters = [new("context", "The context, with its dot.", ".demo", In: "path")],
        Responses = [new(204, "Gone"), Error(422)],
    };

    public static readonly OperationDoc Alive = Call("registryAlive", "Say that the registry answers", "An empty object");

    public static readonly OperationDoc AlivePost = Call("registryAlivePost", "Say that the registry answers", "An empty object");

    public static readonly OperationDoc ClusterId = Call("registryId", "Show the registry's cluster", "Its id and scope");

    public static readonly OperationDoc ServerVersion = Call("registryVersion", "Show whose behaviour the registry has", "A version of Confluent's registry");

    public static readonly OperationDoc Deployment = Call("registryDeployment", "Show attributes of the deployment", "None");

    private static OperationDoc PutConfigAt(string id, string summary) => Call(id, summary, "What is set now", 422) with
    {
        Description = "Members that are absent stay, null clears. `compatibility`: NONE, BACKWARD, BACKWARD_TRANSITIVE, FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE.",
        Bodies = [new("application/json", """{"compatibility":"FULL"}""")],
    };

    private static OperationDoc PutModeAt(string id, string summary) => Call(id, summary, "The mode", 422) with
    {
        Description = "READWRITE, READONLY, READONLY_OVERRIDE, IMPORT; FORWARD for the global context alone.",
        Bodies = [new("application/json", """{"mode":"READWRITE"}""")],
    };

    private static OperationDoc Call(string id, string summary, string answer, params int[] errors) => new(id, Tag, summary)
    {
        Responses = [new(200, answer, RegistryMedia.V1), .. errors.Select(Error)],
    };

    private static ParameterDoc Number() => new("version", "A number, or `latest`.", "1", In: "path");

    private static BodyDoc Schema() => new("application/json", ExampleSchema);

    private static ResponseDoc Error(int status) => new(status, "Refused, with Confluent's code", RegistryMedia.V1, typeof(RegistryErrorBody));
}
