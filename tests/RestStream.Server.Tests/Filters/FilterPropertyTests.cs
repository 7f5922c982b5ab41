using System.Text;
using System.Text.Json;
using RestStream.Server.Filters;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Filters;

public sealed class FilterPropertyTests(ITestOutputHelper output)
{
    private const string Alphabet = "value key headers partition offset in exists contains startsWith true null == != <= >= && || < > ! ( ) [ ] , . ' \" \\ 0 1 9 - e + \\u00 \ud83d é \t";

    [Fact]
    public void RandomFilters_SayWhatTheReferenceSays()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var filters = new RandomFilter(random);
        var compiler = new FilterCompiler(new FilterOptions { MaxLength = 100_000, MaxNodes = 10_000 });
        var held = 0;
        for (var i = 0; i < 4000; i++)
        {
            var (text, holds) = filters.Next(3);
            var filter = compiler.Compile(text, out var error);
            Assert.True(filter is not null, $"{random}: {text}: {error}");
            for (var j = 0; j < 5; j++)
            {
                var value = filters.NextValue(4);
                var expected = holds(JsonElement.Parse(value, new JsonDocumentOptions { AllowDuplicateProperties = true }));
                if (expected) held++;
                Assert.True(expected == FilteredRecord.Of("k", value).Fits(filter, isJson: random.Next(2) == 0), $"{random}: {text} of {value} should be {expected}");
            }
        }

        output.WriteLine($"{held} of 20,000 hold");
        Assert.InRange(held, 2000, 18_000);
    }

    [Fact]
    public void RandomText_IsAFilterOrAnErrorAndNothingElse()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var words = Alphabet.Split(' ');
        var compiler = new FilterCompiler(new FilterOptions());
        var record = FilteredRecord.Of("k", """{"a":[1,{"b":"x"}]}""", ("h", "v"));
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(1, 25); n > 0; n--) text.Append(random.Next(20) == 0 ? ((char)random.Next(0xFFFF)).ToString() : words[random.Next(words.Length)]).Append(random.Next(2) == 0 ? " " : "");
            var filter = compiler.Compile(text.ToString(), out var error);
            Assert.True(filter is null != error is null, $"{random}: {text}");
            if (filter is not null) record.Fits(filter, isJson: random.Next(2) == 0);
            else Assert.InRange(error!.Column, 1, text.Length + 1);
        }
    }

    [Fact]
    public void RandomBytes_AreNeverWantedAndNeverThrow()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var filter = new FilterCompiler(new FilterOptions()).Compile("value.a == 1 || value[0].b.contains('x') || value.tags.contains(null)", out _)!;
        for (var i = 0; i < 5000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0) "{\"a\":"u8[..Math.Min(5, bytes.Length)].CopyTo(bytes);
            new FilteredRecord(null, bytes).Fits(filter, isJson: random.Next(2) == 0);
        }
    }

    [Fact]
    public void Numbers_CompareExactly()
    {
        var random = SeededRandom.Create(output.WriteLine);
        for (var i = 0; i < 5000; i++)
        {
            var (a, b) = (Number(random), Number(random));
            var expected = (a.Value * System.Numerics.BigInteger.Pow(10, a.Exponent + 60)).CompareTo(b.Value * System.Numerics.BigInteger.Pow(10, b.Exponent + 60));
            Assert.True(Math.Sign(expected) == Math.Sign(JsonNumber.Compare(Encoding.ASCII.GetBytes(a.Text), Encoding.ASCII.GetBytes(b.Text))), $"{random}: {a.Text} and {b.Text}");
        }
    }

    private static (string Text, System.Numerics.BigInteger Value, int Exponent) Number(SeededRandom random)
    {
        var digits = random.NextInt64(random.Next(2) == 0 ? 10 : long.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var fraction = random.Next(3) == 0 ? new string((char)('0' + random.Next(10)), random.Next(1, 5)) : "";
        var exponent = random.Next(3) == 0 ? random.Next(-20, 20) : 0;
        var sign = random.Next(3) == 0 ? "-" : "";
        var text = sign + digits + (fraction.Length > 0 ? "." + fraction : "") + (exponent != 0 ? $"{(random.Next(2) == 0 ? "e" : "E")}{(exponent > 0 && random.Next(2) == 0 ? "+" : "")}{exponent}" : "");
        return (text, System.Numerics.BigInteger.Parse(sign + digits + fraction, System.Globalization.CultureInfo.InvariantCulture), exponent - fraction.Length);
    }
}
