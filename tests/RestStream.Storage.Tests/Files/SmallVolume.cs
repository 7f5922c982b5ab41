using System.Diagnostics;
using System.Globalization;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Files;

/// <summary>A file system mounted for one test. Needs root.</summary>
internal sealed class SmallVolume : IDisposable
{
    private readonly SmallVolume? _below;

    private SmallVolume(string path, SmallVolume? below) => (Path, _below) = (path, below);

    public string Path { get; }

    /// <summary>A tmpfs of a given size.</summary>
    public static SmallVolume MountOrSkip(string path, int sizeBytes) =>
        Mount(path, null, "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={sizeBytes}"), "tmpfs");

    /// <summary>An ext4 that believes to be larger than what holds it, so that its writes fail when they come to the disk.</summary>
    public static SmallVolume MountFailingDiskOrSkip(string path, int sizeBytes, int believedBytes)
    {
        SmallVolume below = MountOrSkip(path + "-below", sizeBytes);
        string image = System.IO.Path.Combine(below.Path, "image");
        using (FileStream file = File.Create(image))
            file.SetLength(believedBytes);
        if (!Run("mkfs.ext4", "-q", "-F", image))
        {
            below.Dispose();
            Skip.If(true, "Needs mkfs.ext4.");
        }
        return Mount(path, below, "-o", "loop", image);
    }

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Path));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _below?.Dispose();
    }

    private static SmallVolume Mount(string path, SmallVolume? below, params string[] arguments)
    {
        TestEnvironment.RootOrSkip();
        Directory.CreateDirectory(path);
        if (Run("mount", [.. arguments, path]))
            return new SmallVolume(path, below);
        below?.Dispose();
        Skip.If(true, "May not mount a file system here.");
        throw new UnreachableException();
    }

    private static bool Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
