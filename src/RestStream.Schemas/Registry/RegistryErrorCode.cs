namespace RestStream.Schemas.Registry;

/// <summary>Confluent's error codes. The HTTP status is the code's first three digits.</summary>
public enum RegistryErrorCode
{
    /// <summary>The request cannot be read.</summary>
    BadRequest = 400,

    /// <summary>There is nothing at the path.</summary>
    NotFound = 404,

    /// <summary>The schema cannot be read together with an earlier one, as 7.x says it.</summary>
    Incompatible = 409,

    /// <summary>A member that the request needs is missing.</summary>
    Unprocessable = 422,

    /// <summary>There is no such subject.</summary>
    SubjectNotFound = 40401,

    /// <summary>The subject has no such version.</summary>
    VersionNotFound = 40402,

    /// <summary>There is no such schema.</summary>
    SchemaNotFound = 40403,

    /// <summary>The subject is soft-deleted already.</summary>
    SubjectSoftDeleted = 40404,

    /// <summary>The subject has to be soft-deleted first.</summary>
    SubjectNotSoftDeleted = 40405,

    /// <summary>The version is soft-deleted already.</summary>
    VersionSoftDeleted = 40406,

    /// <summary>The version has to be soft-deleted first.</summary>
    VersionNotSoftDeleted = 40407,

    /// <summary>The subject has no config of its own.</summary>
    CompatibilityNotConfigured = 40408,

    /// <summary>The subject has no mode of its own.</summary>
    ModeNotConfigured = 40409,

    /// <summary>The schema cannot be read together with an earlier one, as 8.x says it.</summary>
    IncompatibleSchema = 40901,

    /// <summary>The text is not a schema, or uses what is not there.</summary>
    InvalidSchema = 42201,

    /// <summary>The version is no number from 1 and not <c>latest</c>.</summary>
    InvalidVersion = 42202,

    /// <summary>There is no such compatibility level.</summary>
    InvalidCompatibilityLevel = 42203,

    /// <summary>There is no such mode.</summary>
    InvalidMode = 42204,

    /// <summary>The mode, or a limit, forbids the operation.</summary>
    OperationNotPermitted = 42205,

    /// <summary>Another schema uses the one that is to be deleted.</summary>
    ReferenceExists = 42206,

    /// <summary>The subject's name breaks the rules.</summary>
    InvalidSubject = 42208,

    /// <summary>The schema is larger than it may be.</summary>
    SchemaTooLarge = 42209,

    /// <summary>The rule set breaks the rules.</summary>
    InvalidRuleSet = 42210,

    /// <summary>The context still has subjects.</summary>
    ContextNotEmpty = 42211,

    /// <summary>The log did not take the change.</summary>
    StoreError = 50001,
}
