namespace RestStream.Server.Tests;

/// <summary>Files of the repository, found from where the tests run.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Path(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Root, .. names]);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "RestStream.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
