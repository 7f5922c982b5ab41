using RestStream.Schemas.Json;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>What holds for every schema.</summary>
public sealed class CompatibilityPropertyTests(ITestOutputHelper output)
{
    private const int Cases = 1_000;

    [Fact]
    public void EverySchema_CanReadItself() => ForAll(schema =>
    {
        var again = Parse(schema.CanonicalText);

        Assert.Empty(again.DifferencesFrom(schema));
        Assert.Empty(schema.CannotRead(again, CompatibilityPolicy.Strict));
    });

    [Fact]
    public void CanonicalText_ReadAgain_IsTheSame() => ForAll(schema => Assert.Equal(schema.CanonicalText, Parse(schema.CanonicalText).CanonicalText));

    [Fact]
    public void Normalize_Twice_IsTheSame_AndDiffersInNothingFromTheSchema() => ForAll(schema =>
    {
        var normal = schema.Normalize();

        Assert.Equal(normal.CanonicalText, normal.Normalize().CanonicalText);
        Assert.Empty(Parse(normal.CanonicalText).DifferencesFrom(schema));
    });

    [Fact]
    public void WhatPassesStrictly_PassesLeniently() => ForAllPairs((writer, reader) =>
    {
        if (reader.CannotRead(writer, CompatibilityPolicy.Strict).Count > 0) return;
        Assert.Empty(reader.CannotRead(writer, CompatibilityPolicy.Lenient));
    });

    [Fact]
    public void ASchemaThatAcceptsEverything_CanReadAll() => ForAll(schema =>
        Assert.Empty(Parse("{}").CannotRead(schema, CompatibilityPolicy.Strict)));

    [Fact]
    public void EveryMatrixSchema_CanReadItself()
    {
        foreach (var pair in CompatibilityMatrix.Cases)
        {
            Assert.Empty(Parse(pair.Old).DifferencesFrom(Parse(pair.Old)));
            Assert.Empty(Parse(pair.New).DifferencesFrom(Parse(pair.New)));
        }
    }

    private void ForAll(Action<JsonParsedSchema> holds) => ForAllPairs((schema, _) => holds(schema));

    private void ForAllPairs(Action<JsonParsedSchema, JsonParsedSchema> holds)
    {
        var schemas = new RandomSchemas(SeededRandom.Create(output.WriteLine));
        for (var i = 0; i < Cases; i++)
        {
            var (one, other) = (schemas.Next(), schemas.Next());
            if (IsLoop(one) || IsLoop(other)) continue;
            holds(Parse(one), Parse(other));
        }
    }

    // References that lead to nothing but each other are refused, and may come up by chance.
    private static bool IsLoop(string text)
    {
        try
        {
            Parse(text);
            return false;
        }
        catch (SchemaException e) when (e.Message.Contains("refers to itself", StringComparison.Ordinal))
        {
            return true;
        }
    }

    private static JsonParsedSchema Parse(string text) => JsonSchemaProvider.ParseJson(text, []);
}
