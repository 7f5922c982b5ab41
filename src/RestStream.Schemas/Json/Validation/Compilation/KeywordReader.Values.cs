using System.Text.Json;
using RestStream.Schemas.Json.Formats;
using RestStream.Schemas.Json.Numbers;
using RestStream.Schemas.Json.Patterns;
using RestStream.Schemas.Json.Validation.Keywords;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Compilation;

internal sealed partial class KeywordReader
{
    /// <summary>Registration takes 1,000 characters; its canonical text may write a few more.</summary>
    private const int NumberLengthMax = 2_000;

    private static readonly string NumberTooLong = $"holds a number of more than {NumberLengthMax} characters.";

    private void ReadType()
    {
        if (!Has("type", out var value)) return;
        var names = value.ValueKind == JsonValueKind.String ? [value.GetString()!] : Names("type", value);
        if (names.Length == 0) throw Wrong("type", "must name at least one type.");
        var types = names.Aggregate(0, (bits, name) => bits | TypeBits(name));
        var shown = string.Join(" or ", names.Select(KindNames.Of));
        node.Admit(types, names.Contains("integer"), Draft != JsonSchemaDialect.Draft4, shown);
    }

    private int TypeBits(string name) => name switch
    {
        "object" => Keyword.Objects,
        "array" => Keyword.Arrays,
        "string" => Keyword.Strings,
        "number" => Keyword.Numbers,
        "boolean" => (1 << (int)JsonKind.True) | (1 << (int)JsonKind.False),
        "null" => 1 << (int)JsonKind.Null,
        "integer" => 0,
        _ => throw Wrong("type", $"names \"{name}\", which is no type: use null, boolean, object, array, number, string or integer."),
    };

    private void ReadValues()
    {
        if (Has("enum", out var value))
        {
            Expect("enum", value, JsonValueKind.Array, "a list of values");
            _keywords.Add(new OneOfValues("enum", [.. value.EnumerateArray().Select(item => Value("enum", item))]));
        }

        if (Has("const", JsonSchemaDialect.Draft6, out value)) _keywords.Add(new OneOfValues("const", [Value("const", value)]));
    }

    private StoredValue Value(string keyword, JsonElement value)
    {
        if (++compiler.ValueCount > compiler.Options.MaxValues) throw Wrong(keyword, $"is one value more than the {compiler.Options.MaxValues} that a schema may hold.");
        var stored = new StoredValue(value.GetRawText());
        return stored.LongestNumber <= NumberLengthMax ? stored : throw Wrong(keyword, NumberTooLong);
    }

    private string Number(string keyword, JsonElement value)
    {
        var text = Expect(keyword, value, JsonValueKind.Number, "a number").GetRawText();
        return text.Length <= NumberLengthMax ? text : throw Wrong(keyword, NumberTooLong);
    }

    private void ReadNumbers()
    {
        if (Has("multipleOf", out var value))
        {
            var divisor = Number("multipleOf", value);
            if (!IsPositive(divisor)) throw Wrong("multipleOf", "must be a number above 0.");
            _keywords.Add(new MultipleOf(new JsonDivisor(divisor)));
        }

        NumberLimit[] limits = [.. ReadLimits("minimum", "exclusiveMinimum", isLower: true), .. ReadLimits("maximum", "exclusiveMaximum", isLower: false)];
        if (limits.Length > 0) _keywords.Add(new NumberLimits(limits));
    }

    private static bool IsPositive(string number)
    {
        var value = RestStream.Schemas.Json.Numbers.JsonNumber.Parse(System.Text.Encoding.ASCII.GetBytes(number));
        return !value.IsNegative && !value.IsZero;
    }

    /// <summary>Draft 4 says by a boolean that the limit is exclusive, later drafts have a limit of its own for that.</summary>
    private IEnumerable<NumberLimit> ReadLimits(string inclusive, string exclusive, bool isLower)
    {
        var isExclusive = Draft == JsonSchemaDialect.Draft4 && Has(exclusive, out var flag) && flag.ValueKind == JsonValueKind.True;
        if (Has(inclusive, out var limit)) yield return LimitOf(inclusive, limit, isLower, isExclusive);
        if (Has(exclusive, JsonSchemaDialect.Draft6, out limit)) yield return LimitOf(exclusive, limit, isLower, isExclusive: true);
    }

    private NumberLimit LimitOf(string keyword, JsonElement limit, bool isLower, bool isExclusive) =>
        new(keyword, Number(keyword, limit), isLower, isExclusive);

    private void ReadTexts()
    {
        if (TryCount("minLength", out var min)) _keywords.Add(new TextLength("minLength", min, isLower: true));
        if (TryCount("maxLength", out var max)) _keywords.Add(new TextLength("maxLength", max, isLower: false));
        if (Has("pattern", out var value)) _keywords.Add(new Pattern(Text("pattern", value), PatternOf("pattern", value.GetString()!)));
    }

    private void ReadFormat()
    {
        if (!Has("format", out var value)) return;
        var name = Text("format", value);
        if (!compiler.Options.AssertFormats && !Uses(Vocabularies.FormatAssertion)) return;
        if (FormatCatalog.Find(name, Draft) is { } check) _keywords.Add(new Format(name, check));
    }

    private void ReadCounts()
    {
        AddCount("minItems", Keyword.Arrays, isLower: true);
        AddCount("maxItems", Keyword.Arrays, isLower: false);
        AddCount("minProperties", Keyword.Objects, isLower: true);
        AddCount("maxProperties", Keyword.Objects, isLower: false);
        if (!Has("uniqueItems", out var unique)) return;
        if (unique.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw Wrong("uniqueItems", "must be true or false.");
        if (unique.ValueKind == JsonValueKind.True) _keywords.Add(new UniqueItems());
    }

    private void AddCount(string keyword, int kinds, bool isLower)
    {
        if (TryCount(keyword, out var limit)) _keywords.Add(new ChildCount(keyword, kinds, limit, isLower));
    }

    /// <summary>A count, which may be written as 2.0; one that no record can reach counts as the largest.</summary>
    private bool TryCount(string keyword, out int count)
    {
        count = 0;
        if (!Has(keyword, out var value)) return false;
        if (value.ValueKind != JsonValueKind.Number) throw Wrong(keyword, "must be an integer from 0 on.");
        var number = RestStream.Schemas.Json.Numbers.JsonNumber.Parse(System.Text.Encoding.ASCII.GetBytes(value.GetRawText()));
        if (number.IsNegative || !number.IsInteger) throw Wrong(keyword, "must be an integer from 0 on.");
        count = number.TryGetInt64(out var exact) ? (int)Math.Min(exact, int.MaxValue) : int.MaxValue;
        return true;
    }

    private EcmaPattern PatternOf(string keyword, string pattern)
    {
        try
        {
            return compiler.Patterns.Get(pattern);
        }
        catch (SchemaException e)
        {
            throw new SchemaException(e.Message, subschema.PlaceOf(keyword));
        }
    }
}
