namespace RestStream.TestKit;

/// <summary>A directory of its own for one test, deleted with all in it at the end.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Makes it under the system's directory for temporary files.</summary>
    public TempDirectory() => Path = Directory.CreateTempSubdirectory("reststream-").FullName;

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The path of a name in it.</summary>
    public string Combine(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
