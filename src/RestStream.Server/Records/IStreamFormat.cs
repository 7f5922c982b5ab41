using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>How a stream writes: server-sent events or NDJSON. Stateless.</summary>
internal interface IStreamFormat
{
    string ContentType { get; }

    /// <summary>Where the stream starts, so that a client that is cut off before its first record resumes here.</summary>
    void WriteStart(ResponseBuffer output, ReadPosition position, string from);

    /// <summary>One record; the position is behind it.</summary>
    void WriteRecord(ResponseBuffer output, ReadOnlySpan<byte> record, ReadPosition position);

    void WriteGaps(ResponseBuffer output, IReadOnlyList<Gap> gaps, ReadPosition position);

    /// <summary>A sign of life.</summary>
    void WritePing(ResponseBuffer output);

    /// <summary>A sign of life that tells how far a filter has looked.</summary>
    void WriteProgress(ResponseBuffer output, ReadPosition position);

    /// <summary>The last words: why the stream cannot go on.</summary>
    void WriteProblem(ResponseBuffer output, Problem problem);

    /// <summary>The last words at a stop of the server: how to resume.</summary>
    void WriteStop(ResponseBuffer output, ReadPosition position);
}
