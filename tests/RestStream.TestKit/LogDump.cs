using System.Text.RegularExpressions;

namespace RestStream.TestKit;

/// <summary>What Kafka's <c>dump-log</c> says about log and index files: one run over many, as its start is slow.</summary>
public sealed partial class LogDump
{
    private readonly Dictionary<string, List<string>> _files = [];

    /// <summary>Dumps the files.</summary>
    public static async Task<LogDump> OfAsync(string kafka, IEnumerable<string> files)
    {
        string[] output = await KafkaTool.RunAsync(kafka, "", "dump-log", "--deep-iteration", "--print-data-log", "--files", string.Join(',', files));
        var dump = new LogDump();
        List<string> lines = [];
        foreach (string line in output)
        {
            if (line.StartsWith("Dumping ", StringComparison.Ordinal)) dump._files.Add(line["Dumping ".Length..], lines = []);
            else lines.Add(line);
        }

        return dump;
    }

    /// <summary>The batches and records of a segment.</summary>
    public IEnumerable<string> Lines(string file) => _files[file].Where(line => !line.StartsWith("Log starting offset: ", StringComparison.Ordinal));

    /// <summary>The entries of an index.</summary>
    public int EntryCount(string file) => _files[file].Count(line => line.Contains("offset: ", StringComparison.Ordinal));

    /// <summary>Every line about the file that a sound one does not have.</summary>
    public IEnumerable<string> Complaints(string file) => _files.TryGetValue(file, out List<string>? lines)
        ? lines.Where(line => !Sound().IsMatch(line)).Select(line => $"{file}: {line}")
        : [$"{file} was not dumped"];

    [GeneratedRegex(@"^(Log starting offset: \d+|baseOffset: .* isvalid: true|\| offset: .*|offset: \d+ position: \d+|timestamp: \d+ offset: \d+|.* is empty\.)$")]
    private static partial Regex Sound();
}
