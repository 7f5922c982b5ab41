using System.Text.Json;

namespace RestStream.Server.Tests.Groups;

/// <summary>The check itself finds what it is there to find.</summary>
public sealed class GroupLedgerBookTests
{
    private readonly GroupLedgerBook _book = new();

    [Fact]
    public void EverythingDeliveredOnceOrAgain_IsRight()
    {
        var next = Take("a", 1, [0, 1]);
        Take("a", 1, [0, 1]);
        Take("a", 1, [2], next);
        _book.Settle(0, 3);

        Assert.Empty(_book.Faults);
    }

    [Fact]
    public void SkippedRecords_AreFound()
    {
        Take("a", 1, [0]);
        Take("a", 1, [2]);
        _book.Settle(0, 3);

        Assert.Contains("nobody got 1", _book.Faults[0]);
        Assert.Contains("1 of 3 records were delivered to nobody", _book.Faults[1]);
    }

    [Fact]
    public void LostAcknowledgement_IsFound()
    {
        var next = Take("a", 1, [0, 1]);
        Take("a", 1, [], next);
        Take("b", 2, [1]);

        Assert.Contains("offset 1 was delivered after 2 was acknowledged", Assert.Single(_book.Faults));
    }

    [Fact]
    public void TwoMembersInOneGeneration_AreFound()
    {
        Take("a", 1, [0]);
        Take("b", 1, [0]);

        Assert.Contains("two members in generation 1", Assert.Single(_book.Faults.Distinct()));
    }

    [Fact]
    public void ChangedOrder_IsFound()
    {
        Take("a", 1, [0, 2, 1]);

        Assert.NotEmpty(_book.Faults);
    }

    private Dictionary<int, long> Take(string member, int generation, long[] offsets, Dictionary<int, long>? acknowledged = null)
    {
        var records = string.Join(',', offsets.Select(offset => $$"""{"partition":0,"offset":{{offset}}}"""));
        var answer = $$"""{"member":"{{member}}","generation":{{generation}},"assignment":[{"topic":"t","partition":0}],"records":[{{records}}]}""";
        return _book.Take(JsonDocument.Parse(answer).RootElement, acknowledged ?? [], _book.Begin());
    }
}
