using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.Json;

namespace RestStream.Server.Records;

/// <summary>What is wrong with a produce body, as a problem.</summary>
internal static class JsonProblems
{
    public static Problem Of(JsonError error) => new(CodeOf(error.Kind), $"{error.Detail} (line {error.Line}, byte {error.ByteOffset})", [new ErrorItem(error.Pointer, error.Detail)]);

    public static Problem NoRecords()
    {
        const string Detail = "There is no record in the body: give at least one.";
        return new(HttpErrors.ValidationFailed, Detail, [new ErrorItem("", Detail)]);
    }

    private static string CodeOf(JsonErrorKind kind) => kind switch
    {
        JsonErrorKind.Unreadable => HttpErrors.InvalidJson,
        JsonErrorKind.OutOfRange => HttpErrors.ValueOutOfRange,
        _ => HttpErrors.RequestTooLarge,
    };
}
