using RestStream.Core.Records;

namespace RestStream.Server.Json;

/// <summary>Reads a produce body, <c>{"records":[…]}</c> or the bare array, into a table of slices.</summary>
internal static class JsonBodyParser
{
    /// <summary>
    /// Parses the body of <paramref name="table"/> and adds its records. On an error the table holds some of them and must not be produced.
    /// </summary>
    /// <returns>Null when every record was taken.</returns>
    public static JsonError? Parse(RecordTable table, int maxRecords)
    {
        table.Clear();
        table.IsJson = true;
        var fault = new ReaderWalk(table, 0, table.Body.Length).ParseBody(maxRecords);
        return fault.IsSet ? JsonErrors.Describe(table.Body, fault) : null;
    }
}
