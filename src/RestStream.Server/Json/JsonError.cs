namespace RestStream.Server.Json;

/// <summary>Why a produce body was not taken. Made on failure only.</summary>
/// <param name="Kind">What kind of fault.</param>
/// <param name="Pointer">A JSON Pointer (RFC 6901) to the place, within the body or within the NDJSON line.</param>
/// <param name="ByteOffset">The offset of the fault from the start of the body or upload, from 0.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Detail">A sentence: what is wrong and how to mend it.</param>
internal sealed record JsonError(JsonErrorKind Kind, string Pointer, long ByteOffset, long Line, string Detail);
