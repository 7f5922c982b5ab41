using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Groups;

/// <summary>One consumer of a ledger: polls and acknowledges, and now and then freezes beyond its session timeout, dies without a word, leaves, or forgets to acknowledge. A server that is gone is
/// asked again, with the same poll.</summary>
internal sealed class LedgerMember(GroupLedgerBook book, Func<Uri> address, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly SeededRandom _random = SeededRandom.Of(seed);
    private string? _member;
    private string? _ack;
    private Dictionary<int, long> _delivered = [];

    /// <summary>An answer that no consumer has to expect; null when there was none.</summary>
    public string? Unexpected { get; private set; }

    public async Task RunAsync(HttpClient http, CancellationToken calm, CancellationToken end)
    {
        while (!end.IsCancellationRequested && Unexpected is null)
        {
            await PollAsync(http, calm.IsCancellationRequested ? "10s" : "1s");
            // After the storm everybody only consumes, so that everything can be seen to arrive.
            if (!calm.IsCancellationRequested) await MisbehaveAsync(http, calm);
        }
    }

    private async Task MisbehaveAsync(HttpClient http, CancellationToken calm)
    {
        switch (_random.Next(120))
        {
            case 0:
                await DelayAsync(_random.Next(1200, 2500), calm);
                break;
            case 1:
                Forget();
                await DelayAsync(_random.Next(0, 500), calm);
                break;
            case 2 when _member is not null:
                await LeaveAsync(http);
                break;
            case 3 or 4:
                (_ack, _delivered) = (null, []);
                break;
            default:
                break;
        }
    }

    private async Task PollAsync(HttpClient http, string sessionTimeout)
    {
        var body = new JsonObject { ["topics"] = new JsonArray("ledger"), ["max"] = _random.Next(1, 40), ["wait"] = "200ms", ["sessionTimeout"] = sessionTimeout };
        if (_member is not null) body["member"] = _member;
        if (_ack is not null) body["ack"] = _ack;
        var before = book.Begin();
        try
        {
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri(address(), "/v1/groups/group/poll"), content);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            await TakeAsync(response.StatusCode, answer.RootElement, before);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            await Task.Delay(Pause);
        }
    }

    private async Task TakeAsync(HttpStatusCode status, JsonElement answer, Dictionary<int, long> before)
    {
        if (status == HttpStatusCode.OK)
        {
            _delivered = book.Take(answer, _ack is null ? [] : _delivered, before);
            (_member, _ack) = (answer.GetProperty("member").GetString(), answer.GetProperty("ack").GetString());
            return;
        }

        var code = answer.GetProperty("code").GetString();
        if (code == "unknown-member-id") Forget();
        else if (code == "stale-ack") (_ack, _delivered) = (null, []);
        else if (status != HttpStatusCode.ServiceUnavailable && code != "rebalance-in-progress") Unexpected = $"{(int)status} {answer}";
        await Task.Delay(Pause);
    }

    private async Task LeaveAsync(HttpClient http)
    {
        try
        {
            using var response = await http.DeleteAsync(new Uri(address(), $"/v1/groups/group/members/{_member}"));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // The server is gone: it expires instead.
        }

        Forget();
    }

    private void Forget() => (_member, _ack, _delivered) = (null, null, []);

    private static Task DelayAsync(int milliseconds, CancellationToken end) => Task.Delay(milliseconds, end).ContinueWith(_ => { }, TaskScheduler.Default);
}
