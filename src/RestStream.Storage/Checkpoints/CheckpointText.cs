using System.Globalization;
using System.Text;
using RestStream.Storage.Files;

namespace RestStream.Storage.Checkpoints;

/// <summary>
/// Kafka's checkpoint text: line 1 the version <c>0</c>, line 2 the number of entries, then an entry a line, its fields parted by one space. Every line ends in
/// a line feed, so that a file cut inside its last number is seen.
/// </summary>
internal static class CheckpointText
{
    private const string Version = "0";
    private const int HeadLines = 2;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(IFileSystem files, string path, IEnumerable<string> entries, bool syncs = true) => AtomicFile.Write(files, path, Format(entries), syncs);

    public static byte[] Format(IEnumerable<string> entries)
    {
        var body = new StringBuilder();
        int count = 0;
        foreach (string entry in entries)
        {
            body.Append(entry).Append('\n');
            count++;
        }
        body.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{Version}\n{count}\n"));
        return StrictUtf8.GetBytes(body.ToString());
    }

    /// <summary>The fields of each entry, or null when there is no such file.</summary>
    public static IReadOnlyList<string[]>? Read(IFileSystem files, string path, int fields)
    {
        string[]? lines = ReadLines(files, path);
        if (lines is null)
            return null;
        if (lines.Length < HeadLines || lines[0] != Version)
            throw new DamagedFileException(path, 1, "not a checkpoint of version 0");
        int count = lines.Length - HeadLines;
        if (lines[1] != count.ToString(CultureInfo.InvariantCulture))
            throw new DamagedFileException(path, 2, $"says {lines[1]} entries, {count} are there");
        return [.. lines.Skip(HeadLines).Select((line, i) => Split(path, i, line, fields))];
    }

    public static long Number(string path, int entry, string field, long max) =>
        long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= max
            ? value
            : throw Damaged(path, entry, $"'{field}' is no number from 0 to {max}");

    public static DamagedFileException Damaged(string path, int entry, string reason) => new(path, HeadLines + entry + 1, reason);

    /// <summary>The lines of a text that ends in a line feed, or null when there is no such file.</summary>
    public static string[]? ReadLines(IFileSystem files, string path)
    {
        byte[]? content = AtomicFile.Read(files, path);
        if (content is null)
            return null;
        if (content.Length == 0 || content[^1] != '\n')
            throw new DamagedFileException(path, content.AsSpan().Count((byte)'\n') + 1, "the end is missing");
        return Decode(path, content.AsSpan(..^1)).Split('\n');
    }

    public static string Decode(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new DamagedFileException(path, content[..Math.Max(0, e.Index)].Count((byte)'\n') + 1, "not UTF-8");
        }
    }

    private static string[] Split(string path, int entry, string line, int fields)
    {
        string[] parts = line.Split(' ');
        return parts.Length == fields && !parts.Contains("") ? parts : throw Damaged(path, entry, $"'{line}' has not {fields} fields");
    }
}
