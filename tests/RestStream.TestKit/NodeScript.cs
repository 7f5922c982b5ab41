using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace RestStream.TestKit;

/// <summary>Runs what lies in <c>tests/npm</c> under Node. A test that needs it is a <c>SkippableFact</c>.</summary>
public static class NodeScript
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <summary>The folder of the scripts and their packages; skips the test when Node or the packages are not there.</summary>
    public static string FolderOrSkip()
    {
        string folder = Path.Combine(Root(), "tests", "npm");
        Skip.IfNot(ArePackagesInstalled(folder), "The packages of tests/npm are not installed, or not all: npm ci there.");
        Skip.IfNot(HasNode(), "Node is not installed.");
        return folder;
    }

    /// <summary>Gives a script its input, and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error, or not in time.</exception>
    public static async Task<string> RunOrSkipAsync(string script, string input)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(FolderOrSkip(), script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process node = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(MaxWait);
        await using CancellationTokenRegistration kill = deadline.Token.Register(() => node.Kill(entireProcessTree: true));
        Task<string> printed = node.StandardOutput.ReadToEndAsync(), errors = node.StandardError.ReadToEndAsync();
        await WriteAsync(node, input);
        await node.WaitForExitAsync();
        if (node.ExitCode != 0) throw new InvalidOperationException($"{script} ended with {node.ExitCode}: {await errors}");
        return await printed;
    }

    private static async Task WriteAsync(Process node, string input)
    {
        try
        {
            await node.StandardInput.WriteAsync(input);
            node.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read all: its exit code says why.
        }
    }

    private static bool ArePackagesInstalled(string folder)
    {
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "package.json")));
        return package.RootElement.GetProperty("dependencies").EnumerateObject().All(one => Directory.Exists(Path.Combine(folder, "node_modules", one.Name)));
    }

    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe")));

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RestStream.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run within the repository.");
    }
}
