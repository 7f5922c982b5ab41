using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Json;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>
/// Produces for clients of the hub: the records' own text is parsed as a body of REST is, so the same is taken and refused, and values are kept byte for byte. Thread-safe.
/// </summary>
internal sealed class HubProducer(ILogEngine engine, LimitOptions limits, PushOptions options, BodyBudget budget)
{
    private static readonly ProduceParameters Each = new(Acks.All, EachReceipt: true);

    /// <summary>Appends an array of records; answers when they are on disk.</summary>
    /// <exception cref="HubException">None was stored.</exception>
    public async Task<RawJson> ProduceAsync(string topic, JsonElement records)
    {
        using var part = new UploadPart(budget);
        part.Add(records);
        if (part.Parse(limits.MaxRecordsPerRequest) is { } problem) throw HubProblems.ToException(problem);
        return await StoreAsync(topic, part, null);
    }

    /// <summary>Appends what comes, each item a record or an array of them, and answers with a receipt for what was stored together: what waits while the disk syncs goes with
    /// the next one. The first item that cannot be read ends it; what came before is stored, and has its receipt.</summary>
    /// <exception cref="HubException">An item cannot be read, or the engine takes nothing.</exception>
    public async IAsyncEnumerable<RawJson> ProduceAsync(string topic, ChannelReader<JsonElement> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = 0L;
        while (await items.WaitToReadAsync(cancellationToken))
        {
            var gathered = Gather(items);
            using var part = new UploadPart(budget);
            foreach (var item in gathered) part.Add(item);
            if (part.Parse(limits.MaxRecordsPerRequest) is null)
            {
                if (part.Count > 0) yield return await StoreAsync(topic, part, index);
                index += part.Count;
                continue;
            }

            foreach (var item in gathered)
            {
                using var single = new UploadPart(budget);
                single.Add(item);
                if (single.Parse(limits.MaxRecordsPerRequest) is { } problem) throw HubProblems.ToException(problem with { Detail = $"Record {index}: {problem.Detail}" });
                yield return await StoreAsync(topic, single, index);
                index += single.Count;
            }
        }
    }

    private List<JsonElement> Gather(ChannelReader<JsonElement> items)
    {
        var gathered = new List<JsonElement>();
        var bytes = 0;
        while (gathered.Count < options.UploadBufferItems && bytes < options.MaxMessageBytes && items.TryRead(out var item))
        {
            gathered.Add(item);
            bytes += JsonMarshal.GetRawUtf8Value(item).Length;
        }

        return gathered;
    }

    private async Task<RawJson> StoreAsync(string topic, UploadPart part, long? index)
    {
        var result = await engine.ProduceAsync(new ProduceRequest(topic, part.Table, Acks.All), CancellationToken.None);
        if (result.Error is { } error) throw HubProblems.ToException(Problem.From(error));
        if (index is null && ProduceAnswer.IsNoneStored(result))
            throw HubProblems.ToException(ProduceAnswer.NoneStored(part.Table, result), json => ProduceAnswer.WriteErrors(json, result.Errors));
        using var body = new ResponseBuffer();
        body.Append("{"u8);
        if (index is { } first)
        {
            body.Append("\"index\":"u8);
            body.Append(first);
            body.Append(",\"count\":"u8);
            body.Append(part.Count);
            body.Append(","u8);
        }

        ProduceAnswer.Append(body, part.Table, result, Each, index ?? 0);
        body.Append("}"u8);
        return new RawJson(body.Written.ToArray());
    }
}
