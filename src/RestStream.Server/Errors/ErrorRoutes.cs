using System.Globalization;
using System.Net;
using System.Text;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Errors;

/// <summary>The pages that the <c>type</c> of a problem points to.</summary>
internal static class ErrorRoutes
{
    private const string PageHead =
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>RestStream: {0}</title>
        <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}code{{font-size:.95em}}td,th{{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}}</style></head><body>

        """;

    private static readonly CompositeFormat PageHeadFormat = CompositeFormat.Parse(PageHead);

    public static void MapErrors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/errors", List).Describe(ErrorDocs.List);
        routes.MapGet("/errors/{code}", Page).Describe(ErrorDocs.Page);
    }

    private static IResult List(HttpContext context) => WantsHtml(context)
        ? Html("errors", ListHtml())
        : Results.Json(new ErrorList([.. ErrorTable.All.Select(ErrorPage.Of)]), ApiJson.Default.ErrorList);

    private static IResult Page(string code, HttpContext context)
    {
        if (ErrorTable.Find(code) is not { } entry)
        {
            return new ProblemResult(new Problem(HttpErrors.RouteNotFound, "There is no error of that code. GET /errors lists them all."));
        }

        return WantsHtml(context) ? Html(entry.Code, PageHtml(entry)) : Results.Json(ErrorPage.Of(entry), ApiJson.Default.ErrorPage);
    }

    private static bool WantsHtml(HttpContext context)
    {
        var accepted = context.Request.GetTypedHeaders().Accept;
        if (accepted is null) return false;
        var best = accepted.Where(type => type.Quality is not 0).MaxBy(type => type.Quality ?? 1);
        return best is not null && best.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase);
    }

    private static IResult Html(string title, string body) =>
        Results.Text(string.Format(CultureInfo.InvariantCulture, PageHeadFormat, WebUtility.HtmlEncode(title)) + body + "</body></html>", "text/html; charset=utf-8");

    private static string ListHtml()
    {
        var html = new StringBuilder("<h1>Errors</h1><table><tr><th>status</th><th>code</th><th></th></tr>");
        foreach (var entry in ErrorTable.All)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{entry.Status}</td><td><a href=\"/errors/{entry.Code}\"><code>{entry.Code}</code></a></td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{WebUtility.HtmlEncode(entry.Title)}</td></tr>");
        }

        return html.Append("</table>").ToString();
    }

    private static string PageHtml(ErrorEntry entry) => string.Create(CultureInfo.InvariantCulture,
        $"""
        <h1>{WebUtility.HtmlEncode(entry.Title)}</h1><p><code>{entry.Code}</code> · HTTP {entry.Status} · {(entry.Retriable ? "a retry may succeed" : "a retry alone does not help")}</p>
        <h2>What happened</h2><p>{WebUtility.HtmlEncode(entry.Meaning)}</p><h2>What to do</h2><p>{WebUtility.HtmlEncode(entry.Remedy)}</p><p><a href="/errors">All errors</a></p>
        """);
}
