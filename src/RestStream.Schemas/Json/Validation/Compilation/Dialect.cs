using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>A draft with the vocabularies that a meta-schema leaves of it.</summary>
internal sealed record Dialect(JsonSchemaDialect Draft, Vocabularies Vocabularies)
{
    private const string Base201909 = "https://json-schema.org/draft/2019-09/vocab/";
    private const string Base202012 = "https://json-schema.org/draft/2020-12/vocab/";

    private static readonly Dictionary<string, JsonSchemaDialect> s_drafts = new()
    {
        ["http://json-schema.org/draft-04/schema"] = JsonSchemaDialect.Draft4,
        ["http://json-schema.org/draft-06/schema"] = JsonSchemaDialect.Draft6,
        ["http://json-schema.org/draft-07/schema"] = JsonSchemaDialect.Draft7,
        ["https://json-schema.org/draft/2019-09/schema"] = JsonSchemaDialect.Draft201909,
        ["https://json-schema.org/draft/2020-12/schema"] = JsonSchemaDialect.Draft202012,
    };

    /// <summary>The name of the keyword that gives a schema its URI.</summary>
    public string IdKeyword => Draft == JsonSchemaDialect.Draft4 ? "id" : "$id";

    /// <summary>Whether all that stands beside a <c>$ref</c> is ignored.</summary>
    public bool RefStandsAlone => Draft <= JsonSchemaDialect.Draft7;

    public static Dialect Of(JsonSchemaDialect draft) => new(draft, Vocabularies.Usual);

    /// <summary>The dialect whose meta-schema has that URI, by http or https, with or without an empty fragment.</summary>
    public static Dialect? OfMetaSchema(string uri)
    {
        uri = uri.TrimEnd('#');
        if (s_drafts.TryGetValue(uri, out var draft)) return Of(draft);
        var other = uri.StartsWith("https:", StringComparison.Ordinal) ? "http:" + uri[6..] : uri.Replace("http:", "https:", StringComparison.Ordinal);
        return s_drafts.TryGetValue(other, out draft) ? Of(draft) : null;
    }

    /// <summary>The same draft with the vocabularies of a meta-schema's <c>$vocabulary</c>.</summary>
    /// <exception cref="SchemaException">It requires one that is not known.</exception>
    public Dialect With(JsonElement vocabularies)
    {
        var result = Vocabularies.Core;
        foreach (var entry in vocabularies.EnumerateObject())
        {
            var vocabulary = entry.Name == Base201909 + "format" ? FormatOf201909(entry.Value) : Find(entry.Name);
            if (vocabulary is null && entry.Value.ValueKind == JsonValueKind.True)
            {
                throw new SchemaException($"The meta-schema requires the vocabulary {entry.Name}, which is not known here.", "/$schema");
            }

            result |= vocabulary ?? 0;
        }

        return this with { Vocabularies = result };
    }

    /// <summary>In 2019-09 one vocabulary stands for both: required it asserts.</summary>
    private static Vocabularies FormatOf201909(JsonElement isRequired) => isRequired.ValueKind == JsonValueKind.True ? Vocabularies.FormatAssertion : 0;

    private static Vocabularies? Find(string uri) => uri switch
    {
        Base201909 + "core" or Base202012 + "core" => Vocabularies.Core,
        Base201909 + "applicator" => Vocabularies.Applicator | Vocabularies.Unevaluated,
        Base202012 + "applicator" => Vocabularies.Applicator,
        Base202012 + "unevaluated" => Vocabularies.Unevaluated,
        Base201909 + "validation" or Base202012 + "validation" => Vocabularies.Validation,
        Base202012 + "format-assertion" => Vocabularies.FormatAssertion,
        Base202012 + "format-annotation" or Base201909 + "content" or Base202012 + "content" => 0,
        Base201909 + "meta-data" or Base202012 + "meta-data" => 0,
        _ => null,
    };
}
