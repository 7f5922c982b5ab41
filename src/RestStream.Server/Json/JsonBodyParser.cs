using System.Runtime.CompilerServices;
using RestStream.Core.Records;

namespace RestStream.Server.Json;

/// <summary>Reads a produce body, <c>{"records":[…]}</c> or the bare array, into a table of slices.</summary>
internal static unsafe class JsonBodyParser
{
    /// <summary>
    /// Parses the body of <paramref name="table"/> and adds its records. On an error the table holds some of them and must not be produced.
    /// </summary>
    /// <returns>Null when every record was taken.</returns>
    [SkipLocalsInit]
    public static JsonError? Parse(RecordTable table, int maxRecords)
    {
        table.Clear();
        table.IsJson = true;
        var masks = stackalloc BlockMasks[StructureScan.WindowBlocks];
        fixed (byte* text = table.Body)
        {
            var walk = new RecordWalk(table, text, table.Body.Length, masks, areLines: false);
            return walk.ReadBody(maxRecords) ? null : JsonErrors.Describe(table.Body, walk.Fault);
        }
    }
}
