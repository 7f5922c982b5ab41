using System.Text;
using RestStream.Schemas.Avro;

namespace RestStream.Schemas.Tests.Avro;

public sealed class JavaNumbersTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(100.0, "100.0")]
    [InlineData(1234567.0, "1234567.0")]
    [InlineData(9999999.5, "9999999.5")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(123456789.125, "1.23456789125E8")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.05, "0.05")]
    [InlineData(0.00099, "9.9E-4")]
    [InlineData(1e21, "1.0E21")]
    [InlineData(2.2250738585072014E-308, "2.2250738585072014E-308")]
    [InlineData(1.7976931348623157E308, "1.7976931348623157E308")]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    public void Double_Written_IsAsJavaWritesIt(double value, string text)
    {
        var into = new StringBuilder();
        JavaNumbers.Write(into, value);
        Assert.Equal(text, into.ToString());
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(3.4028235e38f, "3.4028235E38")]
    [InlineData(1e-4f, "1.0E-4")]
    [InlineData(16777216f, "1.6777216E7")]
    [InlineData(float.PositiveInfinity, "\"Infinity\"")]
    public void Float_Written_HasTheDigitsOfAFloat(float value, string text)
    {
        var into = new StringBuilder();
        JavaNumbers.Write(into, value);
        Assert.Equal(text, into.ToString());
    }
}
