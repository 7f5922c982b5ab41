namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>Random JSON schemas, right by construction, of all drafts.</summary>
internal sealed class RandomSchemas(Random random)
{
    private static readonly string[] Drafts =
    [
        "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#", "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema",
    ];

    private static readonly string[] Types = ["string", "number", "integer", "boolean", "null", "object", "array"];

    public string Next()
    {
        var draft = Drafts[random.Next(Drafts.Length)];
        var definitions = string.Join(",", Enumerable.Range(0, 3).Select(i => $"\"d{i}\": {Schema(2, draft)}"));
        return $"{{\"$schema\":\"{draft}\", \"definitions\":{{{definitions}}}, {Members(3, draft)}}}";
    }

    private string Schema(int depth, string draft) => random.Next(10) switch
    {
        0 when draft != Drafts[0] => random.Next(2) == 0 ? "true" : "false",
        1 => $"{{\"$ref\":\"#/definitions/d{random.Next(3)}\",\"description\":\"\\u00e9{random.Next(3)}\"}}",
        2 => "{ }",
        _ => $"{{{Members(depth, draft)}}}",
    };

    private string Members(int depth, string draft)
    {
        var members = new Dictionary<string, string>();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var (keyword, value) = Keyword(depth, draft);
            members.TryAdd(keyword, value);
        }

        return string.Join(", ", members.Select(member => $"\"{member.Key}\" : {member.Value}"));
    }

    private (string Keyword, string Value) Keyword(int depth, string draft) => random.Next(depth > 0 ? 18 : 10) switch
    {
        0 => ("type", $"\"{Types[random.Next(Types.Length)]}\""),
        1 => ("type", "[" + string.Join(",", Types.Where(_ => random.Next(2) == 0).DefaultIfEmpty("null").Select(type => $"\"{type}\"")) + "]"),
        2 => ("maxLength", $"{random.Next(5)}"),
        3 => ("minimum", $"{random.Next(5)}.{random.Next(3)}0"),
        4 => ("multipleOf", $"0.{random.Next(1, 9)}"),
        5 => ("enum", "[1,1.50,\"a\",{\"y\":[],\"x\":null}]"),
        6 => ("title", $"\"t{random.Next(3)}\""),
        7 => ("required", "[\"a\",\"b\"]"),
        8 => ("default", $"{{\"b\":{random.Next()}e-3,\"a\":true}}"),
        9 => ("uniqueItems", "true"),
        10 or 11 => ("properties", $"{{\"b\":{Schema(depth - 1, draft)},\"a\":{Schema(depth - 1, draft)}}}"),
        12 => ("additionalProperties", Schema(depth - 1, draft)),
        13 => ("patternProperties", $"{{\"^[a-c]\":{Schema(depth - 1, draft)}}}"),
        14 => ("items", Schema(depth - 1, draft)),
        15 => ("not", Schema(depth - 1, draft)),
        16 => (random.Next(2) == 0 ? "anyOf" : "oneOf", $"[{Schema(depth - 1, draft)},{Schema(depth - 1, draft)}]"),
        _ => ("allOf", $"[{Schema(depth - 1, draft)}]"),
    };
}
