using System.Runtime.InteropServices;

namespace RestStream.Benchmarks.Limits;

/// <summary>The calls of Linux that .NET does not give as they are.</summary>
internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int FileDataSync(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int SyncFileSystem(SafeHandle file);
}
