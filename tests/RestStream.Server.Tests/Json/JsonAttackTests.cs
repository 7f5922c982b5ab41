using System.Text;
using RestStream.Server.Json;
using RestStream.TestKit;
using static RestStream.Server.Tests.Json.ParsedRecords;

namespace RestStream.Server.Tests.Json;

/// <summary>Bodies made to hurt: refused with the place, or kept byte for byte, in linear time.</summary>
public sealed class JsonAttackTests
{
    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Depth_IsTakenUpTo64CountedFromTheValue(int depth, bool isTaken)
    {
        foreach (var value in new[] { Nested(depth, "[", "]", "1"), Nested(depth - 1, "{\"a\":", "}", "[]"), Nested(depth, "[", "", "") })
        {
            var isWhole = isTaken && value.EndsWith(']') | value.EndsWith('}');
            using var table = TableOver($"[{{\"value\":{value}}}]");

            Assert.Equal(isWhole, JsonBodyParser.Parse(table, 10) is null);
            Assert.Equal(isWhole, RawValue.IsJson(Encoding.UTF8.GetBytes(value)));
            if (isWhole) Assert.Equal(value, table.Value());
        }
    }

    [Fact]
    public void DepthOver64_NamesThePlace()
    {
        var error = Refuse("[{\"value\":1},{\"value\":{\"a\":" + Nested(64, "[", "]", "") + "}}]");

        Assert.Equal("/1/value/a" + string.Concat(Enumerable.Repeat("/0", 63)), error.Pointer);
        Assert.Contains("64", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void StringOf10Mebibytes_IsKept()
    {
        var value = "\"" + new string('x', 10 << 20) + "\"";
        using var table = Parse($"[{{\"value\":{value}}}]");

        Assert.Equal(value, table.Value());
    }

    [Fact]
    public void MillionMembers_TakeLinearTime()
    {
        var small = TimeOf(ManyMembers(100_000));
        var large = TimeOf(ManyMembers(1_000_000));

        // Ten times the text; quadratic work would take a hundred times as long. The base keeps the clock's grain out.
        Assert.InRange(large.TotalMilliseconds, 0, 40 * (small.TotalMilliseconds + 5));
    }

    [Fact]
    public void MillionFaultyBytes_AreRefusedInLinearTime()
    {
        foreach (var text in new[] { new string('{', 1_000_000), new string('"', 1_000_001), new string('\\', 1_000_000), new string('-', 1_000_000), new string(' ', 1_000_000), "[{\"value\":" + new string('1', 1_000_000) })
        {
            var start = ThreadTime.Now;
            Refuse(text);
            Assert.InRange((ThreadTime.Now - start).TotalSeconds, 0, 5);
        }
    }

    [Fact]
    public void RawControlByte_IsRefusedWhereverItStandsInAString()
    {
        foreach (var template in new[] { "[{\"key\":\"*\",\"value\":1}]", "[{\"value\":\"*\"}]", "[{\"value\":{\"*\":1}}]", "[{\"value\":1,\"headers\":[{\"name\":\"*\",\"value\":\"*\"}]}]", "[{\"*\":1}]" })
        {
            for (var control = 0; control < 0x20; control++)
            {
                for (var pad = 0; pad < 70; pad += 7)
                {
                    var at = template.IndexOf('*', StringComparison.Ordinal);
                    var body = Encoding.UTF8.GetBytes(template[..at] + new string('p', pad) + (char)control + template[(at + 1)..]);
                    Assert.Equal(at + pad, Refuse(body).ByteOffset);
                }
            }
        }
    }

    [Fact]
    public void RawControlByte_OutsideStringsIsRefusedUnlessItIsWhiteSpace()
    {
        const string body = "[{\"value\":[1,true]}]";
        for (var control = 0; control < 0x20; control++)
        {
            for (var at = 0; at <= body.Length; at++)
            {
                var text = body[..at] + (char)control + body[at..];
                using var table = TableOver(text);
                var isSpace = control is '\t' or '\n' or '\r';
                var isBetweenTokens = at is 0 or 1 or 2 or 9 or 10 or 11 or 12 or 13 || at >= 17;
                Assert.Equal(isSpace && isBetweenTokens, JsonBodyParser.Parse(table, 10) is null);
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xE0, 0x80, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x80, 0x80, 0xAF })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xFE })]
    public void BytesThatAreNotUtf8_AreRefusedAtEveryPosition(byte[] bad)
    {
        var body = "{\"records\":[{\"key\":\"kéy\",\"value\":{\"näme\":\"vàlue 😀\",\"b\":[1,true]}}]}"u8.ToArray();
        for (var at = 0; at <= body.Length; at++)
        {
            Refuse([.. body[..at], .. bad, .. body[at..]]);
            Assert.False(RawValue.IsJson([.. body[..at], .. bad, .. body[at..]]));
        }
    }

    [Fact]
    public void CharacterAcrossTheWindow_IsTakenAndItsHalfRefused()
    {
        const int window = StructureScan.WindowBlocks * 64;
        foreach (var character in new[] { "é", "日", "😀" })
        {
            var bytes = Encoding.UTF8.GetBytes(character);
            for (var before = 1; before < bytes.Length; before++)
            {
                var prefix = "[{\"value\":\"" + new string('x', window - 11 - before);
                using var table = Parse(prefix + character + "\"}]");
                byte[] half = [.. Encoding.UTF8.GetBytes(prefix), .. bytes[..before], .. "xxxxxx\"}]"u8];

                Assert.Equal(prefix.Length, Refuse(half).ByteOffset);
            }
        }
    }

    [Fact]
    public void ByteOrderMark_IsRefusedByName()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. "[{\"value\":1}]"u8];

        Assert.Contains("byte order mark", Refuse(body).Detail, StringComparison.Ordinal);
        Assert.False(RawValue.IsJson([0xEF, 0xBB, 0xBF, (byte)'1']));
    }

    [Fact]
    public void NumberOf10000Digits_IsKeptAtEveryAlignment()
    {
        for (var pad = 0; pad < 64; pad++)
        {
            var number = "-" + new string('7', 10_000) + ".25E+" + new string('1', 100);
            using var table = Parse($"[{new string(' ', pad)}{{\"value\":{number}}}]");

            Assert.Equal(number, table.Value());
        }
    }

    [Fact]
    public void TooManyRecords_AreRefusedBeforeTheyAreTaken()
    {
        using var table = TableOver("[" + string.Join(',', Enumerable.Repeat("{\"value\":0}", 50_000)) + "]");

        Assert.Equal(JsonErrorKind.TooManyRecords, JsonBodyParser.Parse(table, 100)?.Kind);
        Assert.Equal(100, table.Count);
    }

    private static string Nested(int depth, string open, string close, string inner) =>
        string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));

    private static byte[] ManyMembers(int count) =>
        Encoding.UTF8.GetBytes("[{\"value\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"member{i}\":{i}")) + "}}]");

    private static TimeSpan TimeOf(byte[] body)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            using var table = TableOver(body);
            var start = ThreadTime.Now;
            Assert.Null(JsonBodyParser.Parse(table, 10));
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, (ThreadTime.Now - start).Ticks));
        }

        return best;
    }
}
