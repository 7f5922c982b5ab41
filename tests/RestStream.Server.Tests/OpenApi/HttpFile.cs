using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace RestStream.Server.Tests.OpenApi;

/// <summary>A request of a .http file: the subset that Visual Studio, JetBrains and VS Code agree on.</summary>
internal sealed record HttpFile(string Title, int Expect, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    public static IReadOnlyList<HttpFile> Parse(string[] lines, string address)
    {
        var requests = new List<HttpFile>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("### ", StringComparison.Ordinal)) requests.Add(ParseOne(lines, ref i, address));
        }

        return requests;
    }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Url);
        if (Body is not null) message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        foreach (var (name, value) in Headers)
        {
            if (name == "Content-Type") message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static HttpFile ParseOne(string[] lines, ref int i, string address)
    {
        var title = lines[i++][4..];
        var expect = 0;
        for (; lines[i].StartsWith('#'); i++)
        {
            if (lines[i].StartsWith("# expect: ", StringComparison.Ordinal)) expect = int.Parse(lines[i][10..], CultureInfo.InvariantCulture);
        }

        var request = lines[i++].Replace("{{HostAddress}}", address, StringComparison.Ordinal).Split(' ', 2);
        var headers = new List<(string, string)>();
        for (; i < lines.Length && lines[i].Length > 0; i++)
        {
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            headers.Add((lines[i][..colon], lines[i][(colon + 1)..].Trim()));
        }

        var body = new StringBuilder();
        for (i++; i < lines.Length && !lines[i].StartsWith("###", StringComparison.Ordinal); i++) body.Append(lines[i]).Append('\n');
        i--;
        var text = body.ToString().TrimEnd('\n');
        return new HttpFile(title, expect, request[0], request[1], headers, text.Length == 0 ? null : text);
    }
}
