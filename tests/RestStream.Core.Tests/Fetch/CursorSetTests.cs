using RestStream.Core.Fetch;

namespace RestStream.Core.Tests.Fetch;

public sealed class CursorSetTests
{
    private static readonly Guid First = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly Guid Second = new("ffeeddcc-bbaa-9988-7766-554433221100");

    [Fact]
    public void OneTopic_IsTheCursorOfThatTopic()
    {
        var text = CursorSet.Encode([("quakes", First, new long[] { 1, 2, 2 })]);

        Assert.Equal(Cursor.Encode(First, [1, 2, 2]), text);
        Assert.Equal(2, CursorSet.Decode(text).Value!.Find("quakes", First)!.NextOffset(1));
    }

    [Fact]
    public void SeveralTopics_AreReadBack()
    {
        var text = CursorSet.Encode([("a", First, new long[] { 5 }), ("b", Second, new long[] { 0, 0, long.MaxValue })]);

        var set = CursorSet.Decode(text).Value!;
        Assert.Equal(2, set.Count);
        Assert.Equal([5], set.Find("a", First)!.NextOffsets.ToArray());
        Assert.Equal([0, 0, long.MaxValue], set.Find("b", Second)!.NextOffsets.ToArray());
        Assert.Null(set.Find("c", Guid.NewGuid()));
        Assert.False(Cursor.Decode(text).IsSuccess);
    }

    [Fact]
    public void TopicMadeAnew_IsFoundByItsNameWithTheOldId()
    {
        var set = CursorSet.Decode(CursorSet.Encode([("a", First, new long[] { 5 }), ("b", Second, new long[] { 6 })])).Value!;

        Assert.Equal(Second, set.Find("b", Guid.NewGuid())!.TopicId);
    }

    [Fact]
    public void NoTopic_IsACursorToo() => Assert.Equal(0, CursorSet.Decode(CursorSet.Encode([])).Value!.Count);

    [Fact]
    public void CutOrChangedText_IsAnErrorAndNeverThrows()
    {
        var text = CursorSet.Encode([("a", First, new long[] { 5, 6, 7 }), ("b", Second, new long[] { 6 })]);
        for (var length = 0; length < text.Length; length++) Assert.False(CursorSet.Decode(text.AsSpan(0, length)).IsSuccess, $"cut to {length}");
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var changed = text.ToCharArray();
            changed[random.Next(changed.Length)] = (char)random.Next(32, 127);
            CursorSet.Decode(changed);
        }

        Assert.False(CursorSet.Decode(new string('A', CursorSet.MaxEncodedLength + 1)).IsSuccess);
    }
}
