using System.Diagnostics;
using System.Globalization;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Files;

/// <summary>A tmpfs of a given size, mounted for one test. Needs root.</summary>
internal sealed class SmallVolume : IDisposable
{
    private SmallVolume(string path) => Path = path;

    public string Path { get; }

    public static SmallVolume MountOrSkip(string path, int sizeBytes)
    {
        TestEnvironment.RootOrSkip();
        Directory.CreateDirectory(path);
        Skip.IfNot(
            Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={sizeBytes}"), "tmpfs", path), "May not mount a tmpfs here.");
        return new SmallVolume(path);
    }

    public void Dispose() => Run("umount", "-l", Path);

    private static bool Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
