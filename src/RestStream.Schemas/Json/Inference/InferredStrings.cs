using System.Text;
using RestStream.Schemas.Json.Formats;

namespace RestStream.Schemas.Json.Inference;

/// <summary>What the strings of one place have in common. Not thread-safe.</summary>
internal sealed class InferredStrings(SchemaInferenceOptions options)
{
    private static readonly (string Name, FormatCheck Check)[] Formats =
        [.. new[] { "date-time", "date", "email", "uuid", "uri", "ipv4" }.Select(static name => (name, FormatCatalog.Find(name, JsonSchemaDialect.Draft202012)!))];

    private readonly bool[] _isRefuted = new bool[Formats.Length];
    private HashSet<string>? _values = options.MaxEnumValues > 0 ? new HashSet<string>(StringComparer.Ordinal) : null;
    private long _count;
    private bool _hasFormat = options.DetectFormats;

    /// <summary>The format that all have; null when there is none.</summary>
    public string? Format => _hasFormat ? Formats[Array.IndexOf(_isRefuted, false)].Name : null;

    /// <summary>All of them, sorted, when they are few and come again; else null.</summary>
    public IReadOnlyList<string>? Values => _values is not null && _count >= 2 * _values.Count ? [.. _values.Order(StringComparer.Ordinal)] : null;

    public void See(string? text)
    {
        _count++;
        SeeValue(text);
        if (!_hasFormat) return;
        var utf8 = text is null ? [] : Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < Formats.Length; i++) _isRefuted[i] |= !Formats[i].Check(utf8);
        _hasFormat = _isRefuted.Contains(false);
    }

    private void SeeValue(string? text)
    {
        if (text is not null) _values?.Add(text);
        if (text is null || _values?.Count > options.MaxEnumValues) _values = null;
    }
}
