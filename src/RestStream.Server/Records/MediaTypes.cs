namespace RestStream.Server.Records;

/// <summary>The media types that choose a form of records.</summary>
internal static class MediaTypes
{
    public const string EventStream = "text/event-stream";
    public const string Ndjson = "application/x-ndjson";
    public const string Json = "application/json";
    public const string Bytes = "application/octet-stream";

    private static readonly string[] NdjsonNames =
        [Ndjson, "application/ndjson", "application/jsonl", "application/x-jsonl", "application/json-lines", "application/x-jsonlines", "application/jsonlines", "text/x-ndjson"];

    /// <summary>True for NDJSON under any of its names, with or without parameters.</summary>
    public static bool IsNdjson(string? contentType)
    {
        if (contentType is null || contentType.Contains("json", StringComparison.OrdinalIgnoreCase) is false) return false;
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        foreach (var name in NdjsonNames)
        {
            if (type.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
