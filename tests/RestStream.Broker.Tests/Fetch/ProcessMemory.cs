namespace RestStream.Broker.Tests.Fetch;

/// <summary>Tests that measure the memory of the whole process: they run alone, after the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessMemory
{
    public const string Name = "process memory";
}
