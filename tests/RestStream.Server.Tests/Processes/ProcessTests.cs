namespace RestStream.Server.Tests.Processes;

/// <summary>The tests that start processes: one after the other, and not beside the others, whose deadlines they would disturb.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "processes";

#if DEBUG
    /// <summary>A debug build is for the way there: <c>tests/run</c> tests what is released, in full.</summary>
    internal const int DefaultKills = 5, DefaultPowerCuts = 2;
#else
    /// <summary>How often, unless the environment says otherwise.</summary>
    internal const int DefaultKills = 50, DefaultPowerCuts = 10;
#endif
}
