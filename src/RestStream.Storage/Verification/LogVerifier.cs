using System.Globalization;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Commit;
using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage.Verification;

/// <summary>Checks a data directory that no process uses: every batch and record, every index entry, every checkpoint. Changes nothing.</summary>
public sealed class LogVerifier
{
    private const string LockFile = ".lock", MetadataPrefix = ".";
    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, long> _recoveryPoints = [];
    private readonly Dictionary<string, long> _knownEnds = [];
    private readonly Dictionary<string, long> _compactedEnds = [];

    private LogVerifier(string path, IFileSystem files) => (_path, _files) = (path, files);

    /// <summary>Checks the directory.</summary>
    /// <exception cref="DataDirectoryException">It is not there, cannot be read, or a process uses it.</exception>
    public static LogVerification Verify(string path, IFileSystem files)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            if (!files.DirectoryExists(path)) throw new DataDirectoryException($"There is no directory {path}.");
            var lockPath = Path.Combine(path, LockFile);
            using var held = files.FileExists(lockPath) ? files.TryLock(lockPath) ?? throw InUse(path) : null;
            return new LogVerifier(path, files).Run();
        }
        catch (FileSystemException e)
        {
            throw new DataDirectoryException($"The data directory {path} cannot be read: {e.Message}", e);
        }
    }

    private static DataDirectoryException InUse(string path) => new($"The data directory {path} is in use by a process; stop it first.");

    private LogVerification Run()
    {
        Check(MetaProperties.FileName, p => MetaProperties.Read(_files, p));
        if (!_files.FileExists(Path.Combine(_path, MetaProperties.FileName))) _problems.Add($"{MetaProperties.FileName} is missing: {_path} is no data directory, or not all of one");
        ReadCleanEnds();
        ReadRecoveryPoints(OffsetCheckpoint.RecoveryPointFile);
        ReadRecoveryPoints(SyncedEndCheckpoint.FileName);
        Check(OffsetCheckpoint.LogStartOffsetFile, p => OffsetCheckpoint.Read(_files, p));
        ReadCompactedEnds(OffsetCheckpoint.CleanerOffsetFile);
        ReadCompactedEnds(OffsetCheckpoint.CompactedEndFile);
        var logs = _files.List(_path).Where(e => e.IsDirectory && IsPartition(e.Name)).Select(e => VerifyLog(e.Name)).ToList();
        ReportGone(logs);
        return new(logs, _problems);
    }

    // The server does not start without a log that it knows to have held records.
    private void ReportGone(List<VerifiedLog> logs)
    {
        var present = logs.Select(log => log.Partition).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, offset) in _knownEnds.Where(end => end.Value > 0 && !present.Contains(end.Key)).OrderBy(end => end.Key, StringComparer.Ordinal))
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.Combine(_path, name)} held records up to offset {offset} and is gone"));
    }

    private static bool IsPartition(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && !name.StartsWith(MetadataPrefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private VerifiedLog VerifyLog(string name)
    {
        var check = new PartitionCheck(_files, Path.Combine(_path, name), _recoveryPoints.GetValueOrDefault(name), _compactedEnds.GetValueOrDefault(name));
        return check.Run(name);
    }

    private void ReadRecoveryPoints(string file) => Check(file, path =>
    {
        foreach (var (partition, offset) in OffsetCheckpoint.Read(_files, path) ?? [])
        {
            var name = partition.ToString();
            _recoveryPoints[name] = Math.Max(offset, _recoveryPoints.GetValueOrDefault(name));
            _knownEnds[name] = Math.Max(offset, _knownEnds.GetValueOrDefault(name));
        }

        return this;
    });

    private void ReadCompactedEnds(string file) => Check(file, path =>
    {
        foreach (var (partition, offset) in OffsetCheckpoint.Read(_files, path) ?? [])
            _compactedEnds[partition.ToString()] = Math.Max(offset, _compactedEnds.GetValueOrDefault(partition.ToString()));
        return this;
    });

    private void ReadCleanEnds() => Check(CleanShutdownMarker.FileName, path =>
    {
        foreach (var (partition, log) in CleanShutdownMarker.Read(_files, path) ?? []) _knownEnds[partition.ToString()] = log.LogEndOffset;
        return this;
    });

    private void Check(string file, Func<string, object?> read)
    {
        try
        {
            read(Path.Combine(_path, file));
        }
        catch (DamagedFileException e)
        {
            _problems.Add(e.Message);
        }
    }
}
