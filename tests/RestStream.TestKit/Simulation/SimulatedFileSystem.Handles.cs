using RestStream.Storage.Files;

namespace RestStream.TestKit.Simulation;

public sealed partial class SimulatedFileSystem
{
    private int Read(SimulatedHandle handle, Span<byte> destination, long position)
    {
        CallPlan plan = Enter(FileCalls.Read, handle.Path, out Lock.Scope scope);
        using (scope)
        {
            plan.ThrowIfFailed();
            ReadOnlySpan<byte> span = handle.File.Span;
            if (position >= span.Length)
                return 0;
            ReadOnlySpan<byte> rest = span[(int)position..];
            rest = rest[..Math.Min(rest.Length, destination.Length)];
            rest.CopyTo(destination);
            return rest.Length;
        }
    }

    private void Write(SimulatedHandle handle, ReadOnlySpan<byte> source, long position)
    {
        CallPlan plan = Enter(FileCalls.Write, handle.Path, out Lock.Scope scope);
        using (scope)
        {
            int part = plan.PartOf(source.Length);
            long missing = Missing(handle.File, position + part);
            int fitting = part - (int)Math.Min(part, missing);
            if (fitting > 0)
                WriteTo(handle.File, source[..fitting], checked((int)position));
            plan.ThrowIfFailed();
            if (missing > 0)
                throw Fail(FileError.NoSpace, "write", handle.Path);
        }
    }

    private void SetLength(SimulatedHandle handle, long length) => Change(
        FileCalls.SetLength, handle.Path, () => ResizeNode(handle.File, () => handle.File.SetLength(checked((int)length))));

    private void Preallocate(SimulatedHandle handle, long end) => Change(FileCalls.Preallocate, handle.Path, () =>
    {
        if (end <= handle.File.Length)
            return;
        if (Missing(handle.File, end) > 0)
            throw Fail(FileError.NoSpace, "preallocate", handle.Path);
        ResizeNode(handle.File, () => handle.File.Preallocate(end));
    });

    private void Sync(SimulatedHandle handle)
    {
        CallPlan plan = Enter(FileCalls.Sync, handle.Path, out Lock.Scope scope);
        using (scope)
        {
            SyncNode(handle.File, plan);
            plan.ThrowIfFailed();
        }
    }

    private void SyncVolume()
    {
        CallPlan plan = Enter(FileCalls.SyncVolume, "/", out Lock.Scope scope);
        using (scope)
        {
            foreach (SimulatedNode node in _dirty.ToArray())
                SyncNode(node, plan);
            plan.ThrowIfFailed();
        }
    }

    private (long FreeBytes, long TotalBytes) Space()
    {
        CallPlan plan = Enter(FileCalls.Look, "/", out Lock.Scope scope);
        using (scope)
        {
            plan.ThrowIfFailed();
            return (Math.Max(0, CapacityBytes - UsedBytes), CapacityBytes);
        }
    }

    private void WriteTo(SimulatedFile file, ReadOnlySpan<byte> source, int position)
    {
        long before = file.AllocatedBytes;
        file.Write(source, position);
        UsedBytes += file.AllocatedBytes - before;
        _dirty.Add(file);
    }

    // The bytes that the disk lacks for the file to reach that end.
    private long Missing(SimulatedFile file, long end) => Math.Max(0, Math.Max(0, end - file.AllocatedBytes) - Math.Max(0, CapacityBytes - UsedBytes));

    private sealed class SimulatedHandle(SimulatedFileSystem files, SimulatedFile file, string path, bool canWrite) : ILogFile
    {
        private bool _isDisposed;

        public SimulatedFile File
        {
            get
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                return file;
            }
        }

        public string Path => path;

        public long Length
        {
            get
            {
                CallPlan plan = files.Enter(FileCalls.Look, path, out Lock.Scope scope);
                using (scope)
                {
                    plan.ThrowIfFailed();
                    return File.Length;
                }
            }
        }

        public int Read(Span<byte> destination, long position)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            return files.Read(this, destination, position);
        }

        public void Write(ReadOnlySpan<byte> source, long position)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ThrowIfReadOnly("write");
            files.Write(this, source, position);
        }

        public void SetLength(long length)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            ThrowIfReadOnly("set length of");
            files.SetLength(this, length);
        }

        public void Preallocate(long end) => files.Preallocate(this, end);

        public void Sync() => files.Sync(this);

        // What is on its way is not there yet.
        public void StartWriteback(long position, long length)
        {
        }

        public void DropCache()
        {
            lock (files._lock)
                File.DropCache();
        }

        public void Dispose() => _isDisposed = true;

        private void ThrowIfReadOnly(string call)
        {
            if (!canWrite)
                throw Fail(FileError.Other, call, path);
        }
    }

    private sealed class SimulatedVolume(SimulatedFileSystem files) : IVolume
    {
        public bool CanSync => files.CanSyncVolume;

        public void Sync() => files.SyncVolume();

        public (long FreeBytes, long TotalBytes) Space() => files.Space();

        public void Dispose()
        {
            // Nothing is held open.
        }
    }
}
