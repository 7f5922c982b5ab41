using System.Globalization;
using RestStream.Core;

namespace RestStream.Schemas.Registry;

/// <summary>What the registry says when it refuses.</summary>
internal static class Refusals
{
    private const int ShownCharacters = 200;

    public static RegistryException SubjectNotFound(string subject) => new(RegistryErrorCode.SubjectNotFound, $"Subject '{Shown(subject)}' not found.");

    public static RegistryException VersionNotFound(int version) => new(RegistryErrorCode.VersionNotFound, string.Create(CultureInfo.InvariantCulture, $"Version {version} not found."));

    public static RegistryException SchemaNotFound(string what) => new(RegistryErrorCode.SchemaNotFound, what.Length == 0 ? "Schema not found" : $"Schema {Shown(what)} not found");

    public static RegistryException InvalidVersion(string text) =>
        new(RegistryErrorCode.InvalidVersion, $"'{Shown(text)}' is not a version: it is a number from 1 to {int.MaxValue}, or \"latest\".");

    public static RegistryException InvalidSubject(string subject) =>
        new(RegistryErrorCode.InvalidSubject, $"'{Shown(subject)}' is not the name of a subject: it has no control characters, is not {QualifiedSubject.GlobalName} or {QualifiedSubject.EmptyName}, and a context in it begins with a dot.");

    public static RegistryException InvalidSchema(string detail, Exception? cause = null) => new(RegistryErrorCode.InvalidSchema, "Invalid schema: " + detail, cause);

    public static RegistryException NotPermitted(string detail) => new(RegistryErrorCode.OperationNotPermitted, detail);

    public static RegistryException ReadOnly(string subject) => NotPermitted($"Subject '{Shown(subject)}' is in read-only mode.");

    public static RegistryException ReferencesExist(string subject, int version, SubjectVersion by) => new(
        RegistryErrorCode.ReferenceExists,
        string.Create(CultureInfo.InvariantCulture, $"Version {version} of subject '{Shown(subject)}' is used by version {by.Version} of '{Shown(by.Subject)}': delete that first."));

    public static RegistryException Store(Error error) => new(RegistryErrorCode.StoreError, error.Detail);

    public static string Shown(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
}
