namespace RestStream.Server.Tests.Ledger;

/// <summary>Makes, writes, truncates and deletes small topics, one after the other, while the server is killed. Ends when the server is gone, or after a few.</summary>
internal sealed class SideTopicLoop(string prefix, int count)
{
    private readonly List<SideTopic> _topics = [];

    /// <summary>An answer that no crash explains; null when there was none.</summary>
    public string? Unexpected { get; private set; }

    public async Task RunAsync(HttpClient http)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                var topic = new SideTopic($"{prefix}-{i}", isToBeDeleted: i % 2 == 0);
                _topics.Add(topic);
                await topic.RunAsync(http);
            }
        }
        catch (RefusedException refused)
        {
            Unexpected = refused.Message;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server was killed: what was acknowledged before counts.
        }
    }

    /// <summary>What is wrong with them now.</summary>
    public async Task<List<string>> CheckAsync(HttpClient http, long bindsBefore)
    {
        var wrong = new List<string>();
        foreach (SideTopic topic in _topics)
        {
            if (await topic.CheckAsync(http, bindsBefore) is { } fault) wrong.Add(fault);
        }

        return wrong;
    }
}
