using System.Text;
using RestStream.Schemas.Json.Patterns;

namespace RestStream.Schemas.Json.Formats;

/// <summary>The formats that each dialect defines.</summary>
internal static class FormatCatalog
{
    private static readonly Dictionary<string, (JsonSchemaDialect Since, FormatCheck Check)> Formats = new(StringComparer.Ordinal)
    {
        ["date-time"] = (JsonSchemaDialect.Draft4, TimeFormats.IsDateTime),
        ["email"] = (JsonSchemaDialect.Draft4, EmailFormats.IsEmail),
        ["hostname"] = (JsonSchemaDialect.Draft4, HostFormats.IsHostname),
        ["ipv4"] = (JsonSchemaDialect.Draft4, AddressFormats.IsIpv4),
        ["ipv6"] = (JsonSchemaDialect.Draft4, AddressFormats.IsIpv6),
        ["uri"] = (JsonSchemaDialect.Draft4, UriFormats.IsUri),
        ["json-pointer"] = (JsonSchemaDialect.Draft6, PointerFormats.IsJsonPointer),
        ["uri-reference"] = (JsonSchemaDialect.Draft6, UriFormats.IsUriReference),
        ["uri-template"] = (JsonSchemaDialect.Draft6, UriTemplateFormat.IsUriTemplate),
        ["date"] = (JsonSchemaDialect.Draft7, TimeFormats.IsDate),
        ["time"] = (JsonSchemaDialect.Draft7, TimeFormats.IsTime),
        ["idn-email"] = (JsonSchemaDialect.Draft7, EmailFormats.IsIdnEmail),
        ["idn-hostname"] = (JsonSchemaDialect.Draft7, IdnFormats.IsIdnHostname),
        ["iri"] = (JsonSchemaDialect.Draft7, UriFormats.IsIri),
        ["iri-reference"] = (JsonSchemaDialect.Draft7, UriFormats.IsIriReference),
        ["regex"] = (JsonSchemaDialect.Draft7, IsRegex),
        ["relative-json-pointer"] = (JsonSchemaDialect.Draft7, PointerFormats.IsRelativeJsonPointer),
        ["duration"] = (JsonSchemaDialect.Draft201909, DurationFormat.IsDuration),
        ["uuid"] = (JsonSchemaDialect.Draft201909, UuidFormat.IsUuid),
    };

    /// <summary>The check of a format; null when the dialect does not define it: then it says nothing.</summary>
    /// <remarks>Up to draft 6 a hostname is RFC 1123's alone; later ones also hold its A-labels to IDNA.</remarks>
    public static FormatCheck? Find(string name, JsonSchemaDialect dialect)
    {
        if (!Formats.TryGetValue(name, out var format) || dialect < format.Since) return null;
        return name == "hostname" && dialect >= JsonSchemaDialect.Draft7 ? IdnFormats.IsHostname : format.Check;
    }

    private static bool IsRegex(ReadOnlySpan<byte> utf8) =>
        utf8.Length <= EcmaPattern.MaxFormatLength && EcmaPattern.IsPattern(Encoding.UTF8.GetString(utf8));
}
