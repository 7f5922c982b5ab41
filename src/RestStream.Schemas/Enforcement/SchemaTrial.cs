using RestStream.Core;

namespace RestStream.Schemas.Enforcement;

/// <summary>A schema to try records against, registered or not. Immutable, thread-safe.</summary>
public sealed class SchemaTrial
{
    private readonly PayloadCheck _check;
    private readonly int _maxErrors;

    internal SchemaTrial(PayloadCheck check, int maxErrors) => (_check, _maxErrors) = (check, maxErrors);

    /// <summary>Why a value does not fit: its places, or one item for the whole when that would take too much to find out; empty when it fits.</summary>
    public IReadOnlyList<ErrorItem> Try(in StoredPart value)
    {
        var payload = WireForm.Read(value.Bytes, value.HasHeader, value.Header).Payload;
        return _check.Check(payload, out var reached) switch
        {
            PayloadVerdict.Fits => [],
            PayloadVerdict.LimitExceeded => [new ErrorItem("", $"Checking was given up: the record {reached}.")],
            _ => Explain(payload),
        };
    }

    private IReadOnlyList<ErrorItem> Explain(in Payload payload) =>
        _check.Explain(payload, _maxErrors) is { Count: > 0 } items ? items : [new ErrorItem("", "The record does not fit.")];
}
