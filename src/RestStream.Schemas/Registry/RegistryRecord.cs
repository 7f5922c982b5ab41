namespace RestStream.Schemas.Registry;

/// <summary>What a record of <c>_schemas</c> says. Subjects are null for the default context as a whole.</summary>
internal abstract record RegistryRecord
{
    private RegistryRecord()
    {
    }

    /// <summary>A version; null for one that is gone for good.</summary>
    public sealed record Version(string Subject, int Number, RegisteredVersion? Value) : RegistryRecord;

    /// <summary>A config; null for none.</summary>
    public sealed record Config(string? Subject, RegistryConfig? Value) : RegistryRecord;

    /// <summary>A mode; null for none.</summary>
    public sealed record Mode(string? Subject, RegistryMode? Value) : RegistryRecord;

    /// <summary>All versions of a subject up to that number are soft-deleted; null says nothing any more.</summary>
    public sealed record DeleteSubject(string Subject, int? UpTo) : RegistryRecord;

    /// <summary>All soft-deleted versions of a subject, null for all subjects of the default context, are gone for good.</summary>
    public sealed record ClearSubject(string? Subject, bool IsSet) : RegistryRecord;

    /// <summary>There is a context, or no longer.</summary>
    public sealed record Context(string Name, bool IsThere) : RegistryRecord;
}
