using System.Globalization;
using System.Numerics;
using System.Text;
using RestStream.Schemas.Json.Numbers;
using RestStream.TestKit;

namespace RestStream.Schemas.Tests.Json.Numbers;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("0", "-0", 0)]
    [InlineData("0.0e5", "0", 0)]
    [InlineData("1", "1.0", 0)]
    [InlineData("1", "10e-1", 0)]
    [InlineData("100", "1e2", 0)]
    [InlineData("0.001", "1E-3", 0)]
    [InlineData("-1", "1", -1)]
    [InlineData("-2", "-1", -1)]
    [InlineData("0", "-1e-400", 1)]
    [InlineData("9007199254740993", "9007199254740992", 1)]
    [InlineData("18446744073709551615", "18446744073709551616", -1)]
    [InlineData("972783798187987123879878123.188781371", "972783798187987123879878123.18878137", 1)]
    [InlineData("-972783798187987123879878123.188781371", "-972783798187987123879878123.18878137", -1)]
    [InlineData("1e400000000", "1e400000001", -1)]
    [InlineData("1e-400000000", "0", 1)]
    [InlineData("1e9999999999999999", "1e99999999999999999", -1)]
    [InlineData("1e99999999999999999999999", "1e99999999999999999999998", 1)]
    [InlineData("1e-99999999999999999999999", "1e-99999999999999999999998", -1)]
    [InlineData("10e99999999999999999999998", "1e99999999999999999999999", 0)]
    [InlineData("10e999999999999999999", "1e1000000000000000000", 0)]
    [InlineData("0.1e-999999999999999999", "1e-1000000000000000000", 0)]
    [InlineData("1e+000000000000000000000005", "100000", 0)]
    [InlineData("1e1000000000000000000", "1e-1000000000000000000", 1)]
    [InlineData("1e1000000000000000000", "7e5", 1)]
    [InlineData("-1e100000000000000000000000000", "1", -1)]
    [InlineData("1e-100000000000000000000000000", "1", -1)]
    [InlineData("123456789012345678901", "12345678901234567890.1e1", 0)]
    [InlineData("1234567890123456789.5", "1234567890123456789", 1)]
    [InlineData("0.1", "0.10000000000000000000000001", -1)]
    public void TwoNumbers_CompareExactly(string left, string right, int sign)
    {
        Assert.Equal(sign, Number(left).CompareTo(Number(right)));
        Assert.Equal(-sign, Number(right).CompareTo(Number(left)));
        Assert.Equal(sign == 0, Number(left).IsEqualTo(Number(right)));
        if (sign == 0) Assert.Equal(Number(left).Hash(), Number(right).Hash());
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("-0", true)]
    [InlineData("1.0", true)]
    [InlineData("1.5", false)]
    [InlineData("1.5e1", true)]
    [InlineData("1e400000000", true)]
    [InlineData("1e-1", false)]
    [InlineData("100e-2", true)]
    [InlineData("12345678910111213141516171819202122232425262728293031", true)]
    [InlineData("12345678910111213141516171819202122.5", false)]
    [InlineData("0.0", true)]
    public void Number_IsAnIntegerWithoutAFraction(string text, bool isInteger) => Assert.Equal(isInteger, Number(text).IsInteger);

    [Theory]
    [InlineData("0", "7", true)]
    [InlineData("7", "2", false)]
    [InlineData("-14", "7", true)]
    [InlineData("0.3", "0.1", true)]
    [InlineData("0.0075", "0.0001", true)]
    [InlineData("0.00751", "0.0001", false)]
    [InlineData("4.5", "1.5", true)]
    [InlineData("35", "1.5", false)]
    [InlineData("1e308", "0.5", true)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("12391239123", "1e-8", true)]
    [InlineData("1e400000000", "3", false)]
    [InlineData("1e400000000", "1024", true)]
    [InlineData("10", "100", false)]
    [InlineData("1e2", "100", true)]
    [InlineData("123456789012345678901234567890", "3", true)]
    [InlineData("123456789012345678901234567891", "3", false)]
    [InlineData("246913578024691357802469135780", "123456789012345678901234567890", true)]
    [InlineData("246913578024691357802469135781", "123456789012345678901234567890", false)]
    [InlineData("1", "1234567890123456789012.5", false)]
    [InlineData("1e99999999999999999999999", "1e99999999999999999999998", true)]
    [InlineData("1e99999999999999999999998", "1e99999999999999999999999", false)]
    [InlineData("3e99999999999999999999998", "0.003", true)]
    [InlineData("1e-99999999999999999999998", "1", false)]
    public void Number_IsAMultipleExactly(string number, string divisor, bool isMultiple) =>
        Assert.Equal(isMultiple, Number(number).IsMultipleOf(new JsonDivisor(divisor)));

    [Theory]
    [InlineData("9223372036854775807", true, long.MaxValue)]
    [InlineData("-9223372036854775808", true, long.MinValue)]
    [InlineData("9223372036854775808", false, 0)]
    [InlineData("2.0", true, 2)]
    [InlineData("2.5", false, 0)]
    [InlineData("5e3", true, 5000)]
    [InlineData("1e19", false, 0)]
    [InlineData("-0.0", true, 0)]
    public void Number_IsALongWhereItFits(string text, bool fits, long expected)
    {
        Assert.Equal(fits, Number(text).TryGetInt64(out var value));
        if (fits) Assert.Equal(expected, value);
    }

    [Fact]
    public void LongDivisor_CountsStepsForItsDigits()
    {
        var long1000 = new JsonDivisor("1" + new string('7', 999));
        Assert.InRange(long1000.StepsFor(1), 1_000, 100_000);
        Assert.InRange(long1000.StepsFor(1_000_000), 100_000, 1_000_000);
        Assert.Equal(1, new JsonDivisor("0.01").StepsFor(5));
    }

    [Fact]
    public void NumberTable_FindsANumberHoweverItIsWritten()
    {
        var table = new NumberTable([.. Enumerable.Range(0, 1_000).Select(static number => Encoding.ASCII.GetBytes($"{number * 3}.50"))]);
        Assert.True(table.Contains(Number("3.5")));
        Assert.True(table.Contains(Number("35e-1")));
        Assert.True(table.Contains(Number("2997.5")));
        Assert.False(table.Contains(Number("4.5")));
        Assert.False(new NumberTable([]).Contains(Number("0")));
    }

    [Fact]
    public void OrdinaryNumbers_CostNoAllocation()
    {
        byte[] number = [.. "12345.678e3"u8], other = [.. "0.001"u8];
        var divisor = new JsonDivisor("0.001");
        Assert.True(JsonNumber.Parse(number).IsMultipleOf(divisor));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            var parsed = JsonNumber.Parse(number);
            _ = parsed.CompareTo(JsonNumber.Parse(other)) + parsed.Hash() + (parsed.IsMultipleOf(divisor) ? 1 : 0);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void RandomNumbers_AgreeWithWholeArithmetic()
    {
        var random = SeededRandom.Create(Console.WriteLine);
        for (var i = 0; i < 30_000; i++)
        {
            var (left, right) = (RandomText(random), RandomText(random));
            if (random.Next(8) == 0) right = Respelled(left);
            var (a, b) = (Scaled(left), Scaled(right));
            var message = $"{random}: {left} {right}";
            Assert.True(Math.Sign(Number(left).CompareTo(Number(right))) == a.CompareTo(b), message);
            Assert.True(Number(left).IsEqualTo(Number(right)) == (a == b), message);
            Assert.True(a != b || Number(left).Hash() == Number(right).Hash(), message);
            Assert.True(Number(left).IsInteger == (a % BigInteger.Pow(10, Scale)).IsZero, message);
            if (b.Sign > 0) Assert.True(Number(left).IsMultipleOf(new JsonDivisor(right)) == (a % b).IsZero, message);
        }
    }

    private const int Scale = 80;

    private static JsonNumber Number(string text) => JsonNumber.Parse(Encoding.ASCII.GetBytes(text));

    private static string RandomText(Random random)
    {
        var text = new StringBuilder(random.Next(3) == 0 ? "-" : "");
        var digits = random.Next(6) == 0 ? 40 : 6;
        text.Append(random.Next(4) == 0 ? "0" : $"{random.Next(1, 10)}{Digits(random, random.Next(digits))}");
        if (random.Next(2) == 0) text.Append('.').Append(Digits(random, 1 + random.Next(digits)));
        if (random.Next(3) == 0) text.Append(random.Next(2) == 0 ? 'e' : 'E').Append(random.Next(-12, 13).ToString("+0;-0;0", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static string Digits(Random random, int count) => new(random.GetItems<char>("0001235", count));

    private static string Respelled(string text)
    {
        var mark = text.IndexOfAny(['e', 'E']);
        var exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        return mantissa.Contains('.', StringComparison.Ordinal) ? $"{mantissa}00e{exponent}" : $"{mantissa}0e{exponent - 1}";
    }

    /// <summary>The number times 10^80, which makes each of them whole.</summary>
    private static BigInteger Scaled(string text)
    {
        var mark = text.IndexOfAny(['e', 'E']);
        var exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var whole = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return whole * BigInteger.Pow(10, Scale + exponent - fraction);
    }
}
