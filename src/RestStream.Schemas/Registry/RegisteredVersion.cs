namespace RestStream.Schemas.Registry;

/// <summary>A version of a subject and its schema. Immutable.</summary>
/// <param name="Subject">The subject, qualified.</param>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Schema">The schema.</param>
/// <param name="IsDeleted">True when it is soft-deleted.</param>
/// <param name="TimestampMs">When it was written, epoch milliseconds.</param>
public sealed record RegisteredVersion(string Subject, int Version, StoredSchema Schema, bool IsDeleted, long TimestampMs);
