using RestStream.Storage.Files;
using RestStream.Storage.Records;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Files;

/// <summary>The same random calls on the simulated and on the real files: same answers, same errors, same files at the end.</summary>
public sealed class SimulatedAgainstRealTests(ITestOutputHelper output)
{
    private static readonly string[] Names = ["a", "b", "d", "d/a", "d/b", "d/e", "d/e/a", "f"];

    [SkippableFact]
    public void RandomCalls_OnBoth_AnswerAlike()
    {
        TestEnvironment.LinuxOrSkip();
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        int sequences = TestEnvironment.NumberOr("RESTSTREAM_SEQUENCES", 40);
        for (int i = 0; i < sequences; i++)
            RunSequence(random, calls: 60);
    }

    private static void RunSequence(SeededRandom random, int calls)
    {
        using var directory = new TempDirectory();
        var real = new PosixFileSystem();
        var simulated = new SimulatedFileSystem();
        simulated.CreateDirectory("/data");
        var log = new List<string>();
        for (int i = 0; i < calls; i++)
        {
            (string text, Func<IFileSystem, string, string> call) = NextCall(random);
            string expected = Answer(call, real, directory.Path), actual = Answer(call, simulated, "/data");
            log.Add($"{text} → {expected}");
            Assert.True(expected == actual, $"{random}: the real one says '{expected}', the simulated one '{actual}':\n{string.Join('\n', log)}");
        }
    }

    private static (string Text, Func<IFileSystem, string, string> Call) NextCall(SeededRandom random)
    {
        string name = Names[random.Next(Names.Length)], other = Names[random.Next(Names.Length)];
        FileOpenMode mode = Enum.GetValues<FileOpenMode>()[random.Next(4)];
        int position = random.Next(2000), length = random.Next(1500);
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return random.Next(12) switch
        {
            0 or 1 => ($"mkdir {name}", Do((f, at) => f.CreateDirectory(at(name)))),
            2 => ($"rename {name} {other}", Do((f, at) => f.Rename(at(name), at(other)))),
            3 => ($"delete {name}", Do((f, at) => f.DeleteFile(at(name)))),
            4 => ($"rmdir {name}", Do((f, at) => f.DeleteDirectory(at(name)))),
            5 => ($"set length {name} {length}", OnFile(name, mode, file => file.SetLength(length))),
            6 => ($"list {name}", (f, root) => string.Join(' ', f.List(Path.Combine(root, name)))),
            7 => ($"exists {name}", (f, root) => $"{f.FileExists(Path.Combine(root, name))} {f.DirectoryExists(Path.Combine(root, name))}"),
            8 => ($"sync {name}", Do((f, at) => f.SyncDirectory(at(name)))),
            _ => ($"write {name} {mode} {position} {length}", OnFile(name, mode, file => file.Write(bytes, position))),
        };
    }

    private static Func<IFileSystem, string, string> Do(Action<IFileSystem, Func<string, string>> change) => (files, root) =>
    {
        change(files, name => Path.Combine(root, name));
        return "done";
    };

    // Answers for the whole content after the change.
    private static Func<IFileSystem, string, string> OnFile(string name, FileOpenMode mode, Action<ILogFile> change) => (files, root) =>
    {
        using ILogFile file = files.Open(Path.Combine(root, name), mode);
        change(file);
        file.Sync();
        var content = new byte[file.Length];
        file.Read(content, 0);
        return $"{content.Length} bytes, CRC {Crc32C.Compute(content):x}";
    };

    // The kinds of errors that callers tell apart; the rest are one.
    private static string Answer(Func<IFileSystem, string, string> call, IFileSystem files, string root)
    {
        try
        {
            return call(files, root);
        }
        catch (FileSystemException e)
        {
            return e.Error == FileError.NotFound ? "not found" : "failed";
        }
    }
}
