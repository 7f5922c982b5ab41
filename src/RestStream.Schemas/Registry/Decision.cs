namespace RestStream.Schemas.Registry;

/// <summary>What a change writes, and what it answers when that is on disk.</summary>
/// <param name="Records">What is written, all or nothing; none when there is nothing to change.</param>
/// <param name="Result">The answer.</param>
internal readonly record struct Decision<T>(IReadOnlyList<RegistryRecord> Records, T Result);
