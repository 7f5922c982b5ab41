using RestStream.Core.Produce;
using RestStream.Server.Errors;
using RestStream.Server.Validation;

namespace RestStream.Server.Records;

/// <summary>The parameters that every produce takes.</summary>
/// <param name="Acks">When to answer.</param>
/// <param name="EachReceipt">Answer with every record's offset.</param>
internal readonly record struct ProduceParameters(Acks Acks, bool EachReceipt)
{
    /// <summary>True when the call takes one record.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Reads them; costs nothing when the request has no query.</summary>
    public static bool TryRead(HttpRequest request, out ProduceParameters parameters, out Problem? problem)
    {
        (parameters, problem) = (new(Acks.All, false), null);
        if (!request.QueryString.HasValue) return true;
        var query = new Parameters(request);
        parameters = new(ReadAcks(query), ReadReceipts(query));
        problem = query.Problem;
        return problem is null;
    }

    private static Acks ReadAcks(Parameters query)
    {
        switch (query.Text("acks"))
        {
            case null or "all" or "-1":
                return Acks.All;
            case "1":
                return Acks.Leader;
            case "0":
                return Acks.None;
            default:
                query.Unreadable("acks", "'acks' takes all (synced to disk, the default), 1 (written) or 0 (accepted).");
                return Acks.All;
        }
    }

    private static bool ReadReceipts(Parameters query)
    {
        switch (query.Text("receipts"))
        {
            case null or "partitions":
                return false;
            case "each":
                return true;
            default:
                query.Unreadable("receipts", "'receipts' takes each (every record's offset), or partitions (the default).");
                return false;
        }
    }
}
