using System.Diagnostics;
using System.Runtime.InteropServices;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Ledger;

/// <summary>
/// An ext4 file system of its own in an image file. <see cref="CutPower"/> makes it forget what was not synced, as a power cut would: the ioctl that
/// <c>xfs_io -c shutdown</c> sends too.
/// </summary>
internal sealed class LoopDisk : IDisposable
{
    private const uint Shutdown = 0x8004587d, WithoutFlushingTheJournal = 2;
    private readonly string _image;
    private bool _isMounted;

    private LoopDisk(string image, string mountPoint) => (_image, Path) = (image, mountPoint);

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Makes and mounts one, or skips the test where that is not possible.</summary>
    public static LoopDisk CreateOrSkip(TempDirectory directory, int megabytes)
    {
        TestEnvironment.RootOrSkip();
        var disk = new LoopDisk(directory.Combine("image"), directory.Combine("mount"));
        using (FileStream image = File.Create(disk._image)) image.SetLength((long)megabytes << 20);
        Directory.CreateDirectory(disk.Path);
        Skip.IfNot(TryRun("mkfs.ext4", "-q", "-F", disk._image), "Needs mkfs.ext4 (Debian: e2fsprogs).");
        Skip.IfNot(disk.TryMount(), "Needs the right to mount a loop device.");
        return disk;
    }

    /// <summary>From now on nothing reaches the disk, and what is not there yet is lost.</summary>
    public void CutPower()
    {
        int descriptor = Open(Path, 0);
        uint how = WithoutFlushingTheJournal;
        int failed = IoControl(descriptor, Shutdown, ref how);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (descriptor < 0 || failed != 0) throw new InvalidOperationException($"The file system was not shut down: error {error}.");
    }

    /// <summary>Power is back: unmounts and mounts again, and nobody may be using it.</summary>
    public async Task RestartAsync()
    {
        await Eventually.True(TryUnmount, TimeSpan.FromMinutes(2));
        if (!TryMount()) throw new InvalidOperationException("The file system does not mount any more.");
    }

    public void Dispose()
    {
        if (_isMounted) TryUnmount();
    }

    private bool TryMount() => _isMounted = TryRun("mount", "-o", "loop", _image, Path);

    private bool TryUnmount()
    {
        if (!TryRun("umount", Path)) return false;
        _isMounted = false;
        return true;
    }

    private static bool TryRun(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such command
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int IoControl(int descriptor, nuint request, ref uint argument);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
