using System.Buffers;
using RestStream.Core;

namespace RestStream.Schemas.Enforcement;

/// <summary>A schema made ready to look at payloads. Immutable, thread-safe.</summary>
internal abstract class PayloadCheck
{
    /// <summary>True when a record need not name its schema: JSON says itself what it is.</summary>
    public abstract bool TakesPlain { get; }

    /// <summary>Looks at a payload. Allocates nothing when it fits.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="reached">For <see cref="PayloadVerdict.LimitExceeded"/> the bound, in words that follow the payload's name; else null.</param>
    public abstract PayloadVerdict Check(in Payload payload, out string? reached);

    /// <summary>Why a payload does not fit, at most so many places.</summary>
    public abstract IReadOnlyList<ErrorItem> Explain(in Payload payload, int maxErrors);

    /// <summary>Writes a payload as JSON; false when it cannot be read, and then what was written is of no use.</summary>
    public abstract bool TryWriteJson(in Payload payload, IBufferWriter<byte> json);

    /// <summary>The name of the payload's type, for the subject name strategies; null when it has none.</summary>
    public abstract string? RecordName(in Payload payload);
}
