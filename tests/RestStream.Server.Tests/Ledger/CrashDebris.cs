using RestStream.Storage.Records;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Ledger;

/// <summary>
/// What a crash can leave behind and kill -9 alone does not: rubbish, zeros or half a batch after the last one, an old batch once more, indexes that are gone, empty,
/// cut off or damaged. None of it is acknowledged data: the next start must lose nothing and serve nothing of it.
/// </summary>
internal static class CrashDebris
{
    /// <summary>Leaves some behind in every partition of a topic whose server is down.</summary>
    public static void Leave(string dataDirectory, string topic, SeededRandom random)
    {
        foreach (string partition in Directory.GetDirectories(dataDirectory, $"{topic}-*").Order(StringComparer.Ordinal))
        {
            AppendTo(Directory.GetFiles(partition, "*.log").Max(StringComparer.Ordinal)!, random);
            string[] indexes = [.. Directory.GetFiles(partition, "*index").Order(StringComparer.Ordinal)];
            if (indexes.Length > 0) Damage(indexes[random.Next(indexes.Length)], random);
        }
    }

    private static void AppendTo(string segment, SeededRandom random)
    {
        byte[] bytes = File.ReadAllBytes(segment);
        byte[] rubbish = new byte[random.Next(1, 5000)];
        random.NextBytes(rubbish);
        ReadOnlySpan<byte> batch = RecordBatchHeader.TryRead(bytes, out RecordBatchHeader first) ? bytes.AsSpan(0, first.Length) : rubbish;
        using FileStream log = new(segment, FileMode.Append);
        log.Write(random.Next(5) switch
        {
            0 => rubbish,
            1 => new byte[rubbish.Length],
            2 => batch,
            3 => batch[..random.Next(1, batch.Length)],
            _ => [],
        });
    }

    private static void Damage(string index, SeededRandom random)
    {
        byte[] bytes = File.ReadAllBytes(index);
        switch (random.Next(5))
        {
            case 0:
                File.Delete(index);
                break;
            case 1:
                File.WriteAllBytes(index, []);
                break;
            case 2:
                File.WriteAllBytes(index, bytes[..(bytes.Length / 2)]);
                break;
            case 3 when bytes.Length > 0:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(index, bytes);
                break;
            default:
                break;
        }
    }
}
