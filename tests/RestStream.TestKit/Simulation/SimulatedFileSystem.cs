using RestStream.Storage.Files;

namespace RestStream.TestKit.Simulation;

/// <summary>
/// Files in memory that know what a power cut leaves. A file's data and length are durable once the file is synced; its name once its directory is; all once
/// the volume is. The root <c>/</c> is there from the start. Thread-safe; every choice comes from a seed.
/// </summary>
public sealed partial class SimulatedFileSystem : IFileSystem
{
    private readonly Lock _lock = new();
    private readonly SimulatedDirectory _root;
    private readonly HashSet<SimulatedNode> _dirty;
    private readonly HashSet<string> _locked = [];

    /// <summary>An empty disk.</summary>
    /// <param name="seed">Decides how much a failing or last call still does.</param>
    public SimulatedFileSystem(int seed = 0) : this(new SimulatedDirectory(), [], seed)
    {
    }

    private SimulatedFileSystem(SimulatedDirectory root, HashSet<SimulatedNode> dirty, int seed) => (_root, _dirty, _random) = (root, dirty, new Random(seed));

    /// <summary>The size of the disk in bytes; may be changed at any time.</summary>
    public long CapacityBytes { get; set; } = 1L << 50;

    /// <summary>What files hold or reserve of it.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>What <see cref="IVolume.CanSync"/> says.</summary>
    public bool CanSyncVolume { get; set; } = true;

    /// <inheritdoc/>
    public ILogFile Open(string path, FileOpenMode mode)
    {
        bool creates = mode == FileOpenMode.CreateOrTruncate || (mode == FileOpenMode.OpenOrCreate && Peek(path) is null);
        CallPlan plan = Enter(creates ? FileCalls.Create : FileCalls.Open, path, out Lock.Scope scope);
        using (scope)
        {
            if (!plan.Performs)
                plan.ThrowIfFailed();
            if (mode == FileOpenMode.CreateOrTruncate || (mode == FileOpenMode.OpenOrCreate && Find(path) is null))
                CreateOrTruncate(path);
            SimulatedFile file = Existing<SimulatedFile>(path);
            plan.ThrowIfFailed();
            return new SimulatedHandle(this, file, path, canWrite: mode != FileOpenMode.Read);
        }
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Change(FileCalls.CreateDirectory, path, () =>
    {
        if (Find(path) is SimulatedFile)
            throw Fail(FileError.Other, "create directory", path);
        if (Find(path) is null)
            Add(path, new SimulatedDirectory());
    });

    /// <inheritdoc/>
    public bool FileExists(string path) => Look(path) is SimulatedFile;

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Look(path) is SimulatedDirectory;

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry> List(string path)
    {
        CallPlan plan = Enter(FileCalls.Look, path, out Lock.Scope scope);
        using (scope)
        {
            plan.ThrowIfFailed();
            return [.. Existing<SimulatedDirectory>(path).Names
                .OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => new DirectoryEntry(n.Key, n.Value is SimulatedDirectory))];
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to) => Change(FileCalls.Rename, from, () =>
    {
        SimulatedNode node = Find(from) ?? throw Fail(FileError.NotFound, "rename", from);
        (SimulatedDirectory fromParent, string fromName) = Place(from);
        (SimulatedDirectory toParent, string toName) = Place(to);
        if (node is SimulatedDirectory && to.StartsWith(from + '/', StringComparison.Ordinal))
            throw Fail(FileError.Other, "rename into itself", from);
        SimulatedNode? replaced = Find(to);
        if (ReferenceEquals(replaced, node))
            return;
        if (node is SimulatedDirectory && replaced is SimulatedFile)
            throw Fail(FileError.NotFound, "rename directory onto file", to);
        if (replaced is SimulatedDirectory directory && (node is SimulatedFile || directory.Names.Count > 0))
            throw Fail(FileError.Other, "rename", from);
        Unlink(replaced);
        if (fromParent == toParent)
        {
            ChangeNames(fromParent, new NameChange(fromName, toName, node));
            return;
        }
        ChangeNames(toParent, new NameChange(null, toName, node));
        ChangeNames(fromParent, new NameChange(fromName, null, null));
    });

    /// <inheritdoc/>
    public void DeleteFile(string path) => Change(FileCalls.DeleteFile, path, () =>
    {
        if (Find(path) is not SimulatedFile file)
            return;
        (SimulatedDirectory parent, string name) = Place(path);
        Unlink(file);
        ChangeNames(parent, new NameChange(name, null, null));
    });

    /// <inheritdoc/>
    public void DeleteDirectory(string path) => Change(FileCalls.DeleteDirectory, path, () =>
    {
        if (Existing<SimulatedDirectory>(path).Names.Count > 0)
            throw Fail(FileError.Other, "delete directory that is not empty", path);
        (SimulatedDirectory parent, string name) = Place(path);
        ChangeNames(parent, new NameChange(name, null, null));
    });

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        CallPlan plan = Enter(FileCalls.SyncDirectory, path, out Lock.Scope scope);
        using (scope)
        {
            SyncNode(Existing<SimulatedDirectory>(path), plan);
            plan.ThrowIfFailed();
        }
    }

    /// <inheritdoc/>
    public IVolume OpenVolume(string path)
    {
        CallPlan plan = Enter(FileCalls.Look, path, out Lock.Scope scope);
        using (scope)
        {
            plan.ThrowIfFailed();
            Existing<SimulatedDirectory>(path);
            return new SimulatedVolume(this);
        }
    }

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        CallPlan plan = Enter(FileCalls.Lock, path, out Lock.Scope scope);
        using (scope)
        {
            plan.ThrowIfFailed();
            if (Find(path) is null)
                Add(path, new SimulatedFile());
            return _locked.Add(path) ? new HeldLock(this, path) : null;
        }
    }

    private void Change(FileCalls call, string path, Action change)
    {
        CallPlan plan = Enter(call, path, out Lock.Scope scope);
        using (scope)
        {
            if (plan.Performs)
                change();
            plan.ThrowIfFailed();
        }
    }

    private SimulatedNode? Look(string path)
    {
        CallPlan plan = Enter(FileCalls.Look, path, out Lock.Scope scope);
        using (scope)
        {
            plan.ThrowIfFailed();
            return Find(path);
        }
    }

    private SimulatedNode? Peek(string path)
    {
        lock (_lock)
            return Find(path);
    }

    private void CreateOrTruncate(string path)
    {
        if (Find(path) is SimulatedFile file)
            ResizeNode(file, () => file.SetLength(0));
        else if (Find(path) is null)
            Add(path, new SimulatedFile());
    }

    private void Add(string path, SimulatedNode node)
    {
        (SimulatedDirectory parent, string name) = Place(path);
        ChangeNames(parent, new NameChange(null, name, node));
    }

    private void ChangeNames(SimulatedDirectory directory, NameChange change)
    {
        directory.Change(change);
        _dirty.Add(directory);
    }

    private void Unlink(SimulatedNode? node)
    {
        if (node is SimulatedFile file)
            ResizeNode(file, () => file.IsUnlinked = true);
    }

    private void ResizeNode(SimulatedFile file, Action change)
    {
        long before = file.AllocatedBytes;
        change();
        UsedBytes += file.AllocatedBytes - before;
        if (file.IsDirty)
            _dirty.Add(file);
    }

    private void SyncNode(SimulatedNode node, CallPlan plan)
    {
        if (plan.Performs)
            node.Sync();
        else if (plan.DiskFails)
            node.LoseDirty();
        if (!node.IsDirty)
            _dirty.Remove(node);
    }

    private T Existing<T>(string path) where T : SimulatedNode =>
        Find(path) switch
        {
            T node => node,
            null => throw Fail(FileError.NotFound, "open", path),
            SimulatedDirectory => throw Fail(FileError.AccessDenied, "open directory as file", path),
            _ => throw Fail(FileError.NotFound, "open file as directory", path),
        };

    private (SimulatedDirectory Parent, string Name) Place(string path)
    {
        string name = Path.GetFileName(path);
        return Find(path.AsSpan(0, path.Length - name.Length)) is SimulatedDirectory parent && name.Length > 0
            ? (parent, name)
            : throw Fail(FileError.NotFound, "no parent of", path);
    }

    private SimulatedNode? Find(ReadOnlySpan<char> path)
    {
        SimulatedNode? node = _root;
        foreach (Range part in path.SplitAny('/', '\\'))
        {
            if (path[part].IsEmpty)
                continue;
            node = (node as SimulatedDirectory)?.Find(path[part]);
        }
        return node;
    }

    private static FileSystemException Fail(FileError error, string call, string path) => new(error, $"{call} {path}: {error} (simulated)");

    private sealed class HeldLock(SimulatedFileSystem files, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (files._lock)
                files._locked.Remove(path);
        }
    }
}
