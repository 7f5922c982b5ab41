using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>What counts as a JSON text, seen from outside: a schema that all fits refuses only what is none.</summary>
public sealed class TokenizerTests
{
    private static readonly JsonSchema s_any = JsonSchema.Compile("{}", JsonSchemaOptions.Default);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("[1}")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("nul")]
    [InlineData("nulll")]
    [InlineData("NaN")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\u+123\"")]
    [InlineData("1 2")]
    [InlineData("/**/1")]
    public void WhatIsNoJson_IsInvalid(string text) => Assert.Equal(ValidationVerdict.Invalid, s_any.Check(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("C0AF")]
    [InlineData("EDA080")]
    [InlineData("FF")]
    [InlineData("C3")]
    [InlineData("F4908080")]
    public void WhatIsNoUtf8_IsInvalid(string hex)
    {
        byte[] text = [(byte)'"', .. Convert.FromHexString(hex), (byte)'"'];
        Assert.Equal(ValidationVerdict.Invalid, s_any.Check(text));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData(" [ ] ")]
    [InlineData("\t{\r\n}")]
    [InlineData("-1.5E+10")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\"")]
    [InlineData("{\"\":{\"\":[]}}")]
    public void WhatIsJson_IsValid(string text) => Assert.Equal(ValidationVerdict.Valid, s_any.Check(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void TextsWithOneByteChanged_AreJudgedAsTheSystemsReaderDoes()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var count = 0; count < 20_000; count++)
        {
            var text = Encoding.UTF8.GetBytes(new RandomValues(random).Next(3));
            for (var changes = random.Next(3); changes > 0; changes--) text[random.Next(text.Length)] = "{}[]\",:\\ 0e.-u\u0001ÿ"u8[random.Next(17)];
            var expected = IsJson(text) ? ValidationVerdict.Valid : ValidationVerdict.Invalid;
            Assert.True(expected == s_any.Check(text), $"seed {seed}: {Encoding.UTF8.GetString(text)} must be {expected}");
        }
    }

    private static bool IsJson(byte[] text)
    {
        try
        {
            _ = new UTF8Encoding(false, true).GetString(text);
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            return false;
        }
    }
}
