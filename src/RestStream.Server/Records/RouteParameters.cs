using System.Globalization;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>The parameters in the path of record calls.</summary>
internal static class RouteParameters
{
    public static string Topic(HttpContext context) => (string)context.Request.RouteValues["topic"]!;

    /// <summary>A number of 0 or more in the path; null when it is none.</summary>
    public static long? Number(HttpContext context, string name) =>
        long.TryParse((string?)context.Request.RouteValues[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static Problem NotANumber(string name)
    {
        var detail = $"'{name}' in the path takes a whole number, 0 or more.";
        return new(HttpErrors.InvalidParameter, detail, [new(name, detail)]);
    }
}
