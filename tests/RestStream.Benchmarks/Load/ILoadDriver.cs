namespace RestStream.Benchmarks.Load;

/// <summary>Runs a load in a process of its own and returns when it is over.</summary>
internal interface ILoadDriver
{
    /// <summary>What the page calls it.</summary>
    string Name { get; }

    LoadResult Run(LoadSpec spec);
}
