using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Which draft a schema is written in, and what the drafts call things.</summary>
internal static class SchemaDrafts
{
    private static readonly Dictionary<string, JsonSchemaDialect> ByUri = new(StringComparer.Ordinal)
    {
        ["json-schema.org/draft-04/schema"] = JsonSchemaDialect.Draft4,
        ["json-schema.org/draft-06/schema"] = JsonSchemaDialect.Draft6,
        ["json-schema.org/draft-07/schema"] = JsonSchemaDialect.Draft7,
        ["json-schema.org/draft/2019-09/schema"] = JsonSchemaDialect.Draft201909,
        ["json-schema.org/draft/2020-12/schema"] = JsonSchemaDialect.Draft202012,
    };

    /// <summary>The draft that <c>$schema</c> names; where it is absent or names another, the fallback.</summary>
    public static JsonSchemaDialect Of(JsonTree document, JsonSchemaDialect fallback) =>
        document.Members.TryGetValue("$schema", out var uri) && ByUri.TryGetValue(Bare(uri.Text), out var draft) ? draft : fallback;

    /// <summary>Whether a URI, without its fragment, is a meta-schema or one of its vocabularies.</summary>
    public static bool IsMetaSchema(string uri)
    {
        var bare = Bare(uri);
        return ByUri.ContainsKey(bare)
            || bare.StartsWith("json-schema.org/draft/2019-09/meta/", StringComparison.Ordinal)
            || bare.StartsWith("json-schema.org/draft/2020-12/meta/", StringComparison.Ordinal);
    }

    public static string IdKeyword(this JsonSchemaDialect draft) => draft == JsonSchemaDialect.Draft4 ? "id" : "$id";

    /// <summary>Drafts in which <c>$ref</c> stands beside other keywords instead of in their place.</summary>
    public static bool IsModern(this JsonSchemaDialect draft) => draft >= JsonSchemaDialect.Draft201909;

    private static string Bare(string uri)
    {
        var scheme = uri.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? uri : uri[(scheme + 3)..]).TrimEnd('#');
    }
}
