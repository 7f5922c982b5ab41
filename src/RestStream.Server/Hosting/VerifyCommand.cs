using System.Globalization;
using RestStream.Broker.Topics;
using RestStream.Storage;
using RestStream.Storage.Files;
using RestStream.Storage.Verification;

namespace RestStream.Server.Hosting;

/// <summary>The <c>verify DIR</c> verb: checks a data directory that no process uses, prints a table, changes nothing.</summary>
internal static class VerifyCommand
{
    /// <summary>The exit code: 0 sound, 1 damage or a directory that cannot be read, 2 wrong usage.</summary>
    public static int Run(string[] arguments, TextWriter output)
    {
        if (arguments is not [var path])
        {
            Boot.Complain("'verify' takes one data directory.", [CommandLine.Usage]);
            return Boot.BadUsage;
        }

        try
        {
            var (directory, files) = (Path.GetFullPath(path), new PosixFileSystem());
            var found = TopicMetadataVerifier.Verify(directory, files, LogVerifier.Verify(directory, files));
            WriteTable(found, output);
            return found.IsSound ? 0 : Boot.Failed;
        }
        catch (DataDirectoryException e)
        {
            return Boot.Complain(e.Message);
        }
    }

    private static void WriteTable(LogVerification found, TextWriter output)
    {
        string[][] rows = [["partition", "segments", "batches", "records", "bytes", "offsets", "verdict"], .. found.Logs.Select(Row)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column is 0 or 6 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }

        foreach (var log in found.Logs)
        {
            foreach (var note in log.Notes) output.WriteLine($"note    {log.Partition}: {note}");
            foreach (var problem in log.Problems) output.WriteLine($"DAMAGE  {log.Partition}: {problem}");
        }

        foreach (var problem in found.Problems) output.WriteLine($"DAMAGE  {problem}");
        output.WriteLine(found.IsSound ? $"{found.Logs.Count} partitions are sound." : "There is damage. Nothing was changed.");
    }

    private static string[] Row(VerifiedLog log) =>
    [
        log.Partition, Text(log.Segments), Text(log.Batches), Text(log.Records), Text(log.Bytes),
        string.Create(CultureInfo.InvariantCulture, $"{log.FirstOffset}..{log.NextOffset}"),
        log.Problems.Count > 0 ? "DAMAGED" : "ok",
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
