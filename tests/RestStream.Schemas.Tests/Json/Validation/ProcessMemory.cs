namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Tests that measure what the process keeps run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessMemory
{
    public const string Name = "process memory";
}
