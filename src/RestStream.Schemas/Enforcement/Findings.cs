using RestStream.Core;
using RestStream.Core.Schemas;

namespace RestStream.Schemas.Enforcement;

/// <summary>What is said of records that do not fit.</summary>
internal static class Findings
{
    public static Finding DoesNotFit(RecordPart part, RegisteredSchema schema, IReadOnlyList<ErrorItem> items)
    {
        var first = items.Count == 0 ? "" : ": " + Reason(items[0]);
        var detail = $"The {Name(part)} does not fit version {schema.Version} of subject '{schema.Subject}'{first}.";
        return new(new Error(ErrorCode.InvalidRecord, detail, items), schema.Id);
    }

    public static Finding LimitExceeded(RecordPart part, RegisteredSchema schema, string? reached) => new(
        new Error(ErrorCode.ValidationLimit, $"Checking against version {schema.Version} of subject '{schema.Subject}' was given up: the {Name(part)} {reached}."), schema.Id);

    public static Finding NotReached(RecordPart part) => Of(
        part, "checking the records before it took all the time that one request's records of a partition may take; send fewer at a time", ErrorCode.ValidationLimit);

    public static Finding NoSchema(RecordPart part, string subject, int? version) => Of(
        part, version is { } number ? $"subject '{subject}' has no version {number}" : $"subject '{subject}' has no schema", ErrorCode.SchemaNotFound);

    public static Finding MustNameSchema(RecordPart part, RegisteredSchema schema) => Of(
        part, $"subject '{schema.Subject}' has a schema of type {SchemaTypes.NameOf(schema.Type)}, so it must name its schema: magic byte 0, id and payload, or the header {HeaderName(part)}");

    public static Finding MustNameItself(RecordPart part, SubjectNameStrategy strategy) => Of(
        part, $"with the strategy {strategy} it must name its schema: magic byte 0, id and payload, or the header {HeaderName(part)}");

    public static Finding UnreadableHeader(RecordPart part) => Of(part, $"the header {HeaderName(part)} is not 0x01 and a guid of 16 bytes");

    public static Finding UnknownSchema(RecordPart part, in WireForm form, string subject) => Of(
        part, form.Kind == WireFormKind.Id ? $"schema id {form.Id} is no live version of subject '{subject}'" : $"schema {form.Guid} is no live version of subject '{subject}'");

    public static Finding OtherVersion(RecordPart part, RegisteredSchema schema, int pinned) => Of(
        part, $"it names version {schema.Version} of subject '{schema.Subject}', and the topic takes version {pinned}");

    public static Finding Unusable(RecordPart part, BoundCheck bound) => Of(
        part, $"version {bound.Schema.Version} of subject '{bound.Schema.Subject}' cannot check anything: {bound.Fault}");

    /// <summary>Both, when key and value do not fit.</summary>
    public static Finding Join(Finding value, Finding key)
    {
        var code = value.Error.Code == key.Error.Code ? value.Error.Code : ErrorCode.InvalidRecord;
        return new(new Error(code, $"{value.Error.Detail} And: {key.Error.Detail}", [.. value.Error.Items ?? [], .. key.Error.Items ?? []]), value.SchemaId ?? key.SchemaId);
    }

    // What a decoder says is a sentence; what a keyword says goes on from the place.
    private static string Reason(ErrorItem item)
    {
        var detail = item.Detail.TrimEnd('.');
        if (item.Pointer.Length > 0) return $"{item.Pointer} {detail}";
        return detail is [>= 'A' and <= 'Z', ..] ? detail : $"it {detail}";
    }

    private static Finding Of(RecordPart part, string reason, ErrorCode code = ErrorCode.InvalidRecord)
    {
        var detail = $"The {Name(part)} is refused: {reason}.";
        return new(new Error(code, detail, [new ErrorItem("", detail)]), null);
    }

    private static string Name(RecordPart part) => part == RecordPart.Value ? "value" : "key";

    private static string HeaderName(RecordPart part) => System.Text.Encoding.UTF8.GetString(WireForm.HeaderOf(part));
}
