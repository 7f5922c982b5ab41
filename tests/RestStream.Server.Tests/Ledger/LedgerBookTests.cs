using System.Text.Json;

namespace RestStream.Server.Tests.Ledger;

/// <summary>The check itself finds what it is there to find.</summary>
public sealed class LedgerBookTests
{
    // Requests 0 and 1 of producer 3, two records each for partition 0, acknowledged at offsets 0–1 and 2–3.
    private static readonly StoredRecord[] Sound = [new(0, 3, 0, 0), new(1, 3, 0, 1), new(2, 3, 1, 0), new(3, 3, 1, 1)];

    [Fact]
    public void EverythingThere_IsRight() => Assert.Empty(Faults(Sound));

    [Fact]
    public void LostRecords_AreFound() => Assert.Contains("2 acknowledged records of request 1 of producer 3 are lost", Assert.Single(Faults(Sound[..2])));

    [Fact]
    public void PartOfARequest_IsFound() => Assert.Contains("1 acknowledged records of request 1", Assert.Single(Faults(Sound[..3])));

    [Fact]
    public void PartOfAnUnansweredRequest_IsFound() =>
        Assert.Contains("request 1 of producer 3 is stored in part", Assert.Single(Faults(Sound[..3], acknowledged: 1)));

    [Fact]
    public void BeginningOfAnUnansweredUpload_IsRight_AndItsEndAloneIsNot()
    {
        Assert.Empty(Faults(Sound[..3], acknowledged: 1, isStreamed: true));
        Assert.Contains("request 1 of producer 3 is stored in part", Assert.Single(Faults([.. Sound[..2], new(2, 3, 1, 1)], acknowledged: 1, isStreamed: true)));
    }

    [Fact]
    public void UnansweredRequestNotThere_IsRight() => Assert.Empty(Faults(Sound[..2], acknowledged: 1));

    [Fact]
    public void AcknowledgementThatDoesNotBind_MayBeLost() => Assert.Empty(Faults(Sound[..2], counts: attempt => attempt.Number == 0));

    [Fact]
    public void RecordTwice_IsFound() => Assert.Contains("is there twice", Faults([.. Sound, new(4, 3, 0, 1)])[0]);

    [Fact]
    public void ChangedOrder_IsFound() =>
        Assert.Contains(Faults([new(0, 3, 1, 0), new(1, 3, 1, 1), new(2, 3, 0, 0), new(3, 3, 0, 1)], acknowledged: 0), fault => fault.Contains("is out of order"));

    [Fact]
    public void OtherOffsetThanAcknowledged_IsFound() =>
        Assert.Contains("was acknowledged at offset 1", Faults([Sound[0], new(1, 3, 1, 0), new(2, 3, 1, 1), new(3, 3, 0, 1)])[^1]);

    [Fact]
    public void GapOfOffsets_IsFound() => Assert.Contains("should have offset 1", Faults([Sound[0], new(2, 3, 0, 1)])[0]);

    [Fact]
    public void NeverSent_IsFound() => Assert.Contains("was not sent", Faults([.. Sound, new(4, 5, 0, 0)])[0]);

    [Fact]
    public void VanishedOrChangedAfterARead_IsFound()
    {
        LedgerBook book = Book(2);
        Assert.Empty(book.See(0, Sound));
        Assert.Empty(book.Compare(0, Sound));
        Assert.Contains("has vanished", Assert.Single(book.Compare(0, [new(4, 3, 2, 0)])));
        Assert.Contains("is now", Assert.Single(book.Compare(0, [new(1, 3, 1, 0)])));
    }

    private static List<string> Faults(StoredRecord[] stored, int acknowledged = 2, Func<Attempt, bool>? counts = null, bool isStreamed = false)
    {
        LedgerBook book = Book(acknowledged, isStreamed);
        return [.. book.See(0, stored), .. book.Settle(counts ?? (_ => true))];
    }

    private static LedgerBook Book(int acknowledged, bool isStreamed = false)
    {
        Attempt[] attempts = [new(3, 0, true, [0, 0]) { IsStreamed = isStreamed }, new(3, 1, true, [0, 0]) { IsStreamed = isStreamed }];
        for (int i = 0; i < acknowledged; i++)
            attempts[i].Acknowledge(JsonDocument.Parse($$"""{"partitions":[{"partition":0,"baseOffset":{{2 * i}},"count":2}]}""").RootElement, at: 1);
        var book = new LedgerBook(1);
        book.Add(attempts);
        return book;
    }
}
