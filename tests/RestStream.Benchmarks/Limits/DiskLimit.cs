using System.Diagnostics;

namespace RestStream.Benchmarks.Limits;

/// <summary>What the disk itself can do: append the bytes of one commit, sync, again.</summary>
internal static class DiskLimit
{
    /// <summary>Appends and syncs for a while.</summary>
    /// <param name="folder">Where; made, and removed afterwards.</param>
    /// <param name="bytesPerCommit">Bytes between two syncs, over all files.</param>
    /// <param name="files">How many files share them. One is synced by fdatasync, more by one syncfs.</param>
    /// <param name="seconds">How long.</param>
    /// <returns>Bytes per second.</returns>
    public static double Measure(string folder, int bytesPerCommit, int files, double seconds)
    {
        Directory.CreateDirectory(folder);
        var handles = Enumerable.Range(0, files)
            .Select(i => File.OpenHandle(Path.Combine(folder, $"{i}.limit"), FileMode.Create, FileAccess.Write)).ToArray();
        try
        {
            return AppendAndSync(handles, Math.Max(1, bytesPerCommit / files), seconds);
        }
        finally
        {
            Array.ForEach(handles, handle => handle.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double AppendAndSync(Microsoft.Win32.SafeHandles.SafeFileHandle[] files, int bytesPerFile, double seconds)
    {
        var data = new byte[bytesPerFile];
        new Random(1).NextBytes(data);
        long position = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            foreach (var file in files)
            {
                RandomAccess.Write(file, data, position);
            }

            position += bytesPerFile;
            var failed = files.Length == 1 ? Native.FileDataSync(files[0]) : Native.SyncFileSystem(files[0]);
            if (failed != 0)
            {
                throw new IOException("the sync failed");
            }
        }

        return position * files.Length / watch.Elapsed.TotalSeconds;
    }
}
