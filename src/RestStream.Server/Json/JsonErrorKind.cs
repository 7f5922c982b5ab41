namespace RestStream.Server.Json;

/// <summary>What kind of fault a produce body has: it decides the status, and whether an NDJSON upload goes on.</summary>
internal enum JsonErrorKind
{
    /// <summary>Syntax, encoding or types: 400; ends an NDJSON upload.</summary>
    Unreadable,

    /// <summary>Readable, but a partition or timestamp lies outside its range: 400 for a body, an entry in <c>errors</c> for an NDJSON line.</summary>
    OutOfRange,

    /// <summary>More records than one request may hold: 413.</summary>
    TooManyRecords,

    /// <summary>An NDJSON line over the limit: 413; ends the upload.</summary>
    LineTooLong,
}
