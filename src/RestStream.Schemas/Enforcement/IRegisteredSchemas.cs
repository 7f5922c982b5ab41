namespace RestStream.Schemas.Enforcement;

/// <summary>One immutable state of the registry, as enforcement and readers ask it. Thread-safe.</summary>
public interface IRegisteredSchemas
{
    /// <summary>A live version of a subject, or null; the latest for null.</summary>
    RegisteredSchema? Find(string subject, int? version);

    /// <summary>The newest live version under the subject that has the id; null when there is none.</summary>
    RegisteredSchema? FindById(string subject, int id);

    /// <summary>The newest live version under the subject that has the guid; null when there is none.</summary>
    RegisteredSchema? FindByGuid(string subject, Guid guid);

    /// <summary>A version of any subject of the default context that has the id; null when there is none.</summary>
    RegisteredSchema? FindById(int id);

    /// <summary>A version of any subject that has the guid; null when there is none.</summary>
    RegisteredSchema? FindByGuid(Guid guid);
}
