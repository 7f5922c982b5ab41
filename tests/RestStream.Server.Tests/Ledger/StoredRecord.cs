using System.Text.Json;

namespace RestStream.Server.Tests.Ledger;

/// <summary>A record as it was read back: where it is, and which one of which request it is.</summary>
internal readonly record struct StoredRecord(long Offset, int Producer, int Number, int Index)
{
    /// <summary>The value that carries all this.</summary>
    public static string Value(int producer, int number, int index, int padding) =>
        $$"""{"p":{{producer}},"n":{{number}},"i":{{index}},"pad":"{{new string('x', padding)}}"}""";

    /// <summary>From one record of a page.</summary>
    public static StoredRecord Parse(JsonElement record)
    {
        JsonElement value = record.GetProperty("value");
        return new StoredRecord(
            record.GetProperty("offset").GetInt64(), value.GetProperty("p").GetInt32(), value.GetProperty("n").GetInt32(), value.GetProperty("i").GetInt32());
    }
}
