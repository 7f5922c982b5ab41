namespace RestStream.Server.Json;

/// <summary>How a record is written.</summary>
internal enum RecordForm
{
    /// <summary>Values exactly as stored: for plain JSON answers.</summary>
    Exact,

    /// <summary>On one line: raw CR and LF inside a value, which can only be white space in JSON, become spaces. For SSE and NDJSON.</summary>
    OneLine,
}
