using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RestStream.Schemas.Registry;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Records;

namespace RestStream.Server.Schemas;

/// <summary>One request to the registry: its path, its parameters, its body, read as forgivingly as Confluent's.</summary>
internal sealed class RegistryCall(HttpContext http, SchemaRegistry registry, RegistryOptions options, RegistryRoute route, string[] segments, string? context)
{
    public SchemaRegistry Registry => registry;

    public RegistryOptions Options => options;

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The context in whose place the call is, with its dot.</summary>
    public string Context => context ?? QualifiedSubject.DefaultContext;

    /// <summary>The parameter of the path.</summary>
    public string Path(string parameter) => segments[route.IndexOf(parameter)];

    /// <summary>The subject of the path, qualified by the context in whose place the call is.</summary>
    public string Subject() => Qualify(Path("subject"));

    /// <summary>The same for a subject that a parameter names; the context itself without one.</summary>
    public string SubjectParameter() => Qualify(Text("subject") ?? "");

    /// <summary>The subject, a context or the server, whose config or mode is meant.</summary>
    public string Scope() => route.IndexOf("subject") < 0 ? QualifiedSubject.OfContext(Context) : Subject();

    public string? Text(string name) => http.Request.Query[name] is [.., { Length: > 0 } text] ? text : null;

    public string[] Texts(string name) => [.. http.Request.Query[name].OfType<string>()];

    public bool HasParameter(string name) => http.Request.Query.ContainsKey(name);

    /// <summary>Booleans come as <c>true</c>, and as <c>True</c> from Python. What is neither is false, as in Confluent's.</summary>
    public bool Flag(string name) => Text(name) is { } text && bool.TryParse(text, out var value) && value;

    /// <summary>The version of the path; null for the newest.</summary>
    public int? Version() => Path("version") is "latest" or "-1" ? null : VersionOf(Path("version"));

    /// <summary>A version that a parameter names; null without it.</summary>
    public int? VersionParameter(string name) => Text(name) is { } text ? VersionOf(text) : null;

    public int Id() => int.TryParse(Path("id"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new RegistryException(RegistryErrorCode.NotFound, "HTTP 404 Not Found");

    /// <summary>One page of a list: <c>offset</c> and <c>limit</c>; a limit that is not given, negative, or over the most is the most.</summary>
    public IEnumerable<T> Page<T>(IEnumerable<T> items)
    {
        var offset = Math.Max(0, Number("offset") ?? 0);
        var limit = Number("limit") is > 0 and var given && given <= options.MaxListLimit ? given : options.MaxListLimit;
        return items.Skip(offset).Take(limit);
    }

    /// <summary>The same, but for lists that Confluent's does not bound: without a limit, all.</summary>
    public IEnumerable<T> PageOrAll<T>(IEnumerable<T> items)
    {
        var rest = items.Skip(Math.Max(0, Number("offset") ?? 0));
        return Number("limit") is > 0 and var limit ? rest.Take(limit) : rest;
    }

    /// <summary>The body as a JSON object, given to <paramref name="read"/>.</summary>
    /// <exception cref="RegistryException">It cannot be read, or is none.</exception>
    public async ValueTask<T> BodyAsync<T>(Func<JsonElement, T> read)
    {
        var services = http.RequestServices;
        // A schema's text is a JSON string in the body: escapes make it longer.
        var limit = Math.Max(services.GetRequiredService<LimitOptions>().MaxControlBodyBytes, (options.MaxSchemaBytes * 2) + (64 << 10));
        var body = await RequestBody.ReadAsync(http, limit, services.GetRequiredService<BodyBudget>());
        if (body.Problem is { } problem) throw RegistryErrors.Of(problem);
        try
        {
            return Read(body.Buffer.AsMemory(0, body.Length), read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body.Buffer);
            body.Release();
        }
    }

    private static T Read<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("The body is a JSON object.");
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name that holds half of a surrogate pair is told.
            throw new RegistryException(RegistryErrorCode.BadRequest, "The body cannot be read: " + e.Message, e);
        }
    }

    private static int VersionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : throw RegistryErrors.InvalidVersion(text);

    private int? Number(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string Qualify(string subject) => new QualifiedSubject(Context, "").Qualify(subject);
}
