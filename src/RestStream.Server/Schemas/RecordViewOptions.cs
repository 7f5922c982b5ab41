using RestStream.Server.Validation;

namespace RestStream.Server.Schemas;

/// <summary>What a reader wants to know of schemas.</summary>
/// <param name="NamesSchema"><c>schema=true</c>: each record says which schema its value has.</param>
/// <param name="ShowsJson"><c>valueFormat=json</c>: values in a wire form are shown as JSON by their schema.</param>
internal readonly record struct RecordViewOptions(bool NamesSchema, bool ShowsJson)
{
    /// <summary>The word for values as JSON.</summary>
    public const string Json = "json";

    /// <summary>True when records are shown as they are stored.</summary>
    public bool IsPlain => !NamesSchema && !ShowsJson;

    public static RecordViewOptions Read(Parameters query) => new(query.Flag("schema"), ReadFormat(query));

    /// <summary>True for a <c>valueFormat</c> that there is, or none.</summary>
    public static bool IsFormat(string? format) => format is null or "stored" or Json;

    private static bool ReadFormat(Parameters query)
    {
        var format = query.Text("valueFormat");
        if (!IsFormat(format)) query.Unreadable("valueFormat", "'valueFormat' takes json (values in a wire form as JSON, by their schema) or stored (the default).");
        return format == Json;
    }
}
