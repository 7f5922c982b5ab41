using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace RestStream.Server.Schemas;

/// <summary>The segments of a path as the client wrote them. A subject may hold any character, a slash too, and the framework leaves <c>%2F</c> as it is; so they are read from the request's target.</summary>
internal static class RegistryPath
{
    /// <summary>The segments, decoded; null when one is not percent-encoded UTF-8, or is <c>.</c> or <c>..</c>.</summary>
    public static string[]? Segments(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        // The target is a path, or with a proxy's form of it a whole URL.
        var path = target.StartsWith('/') || scheme < 0 ? target : target[target.IndexOf('/', scheme + 3)..];
        var segments = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < segments.Length; i++)
        {
            // Routes are matched without dot segments, which the target still has.
            if (Decode(segments[i]) is not { } decoded || decoded is "." or "..") return null;
            segments[i] = decoded;
        }

        return segments;
    }

    private static string? Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal)) return encoded;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), bytes.AsSpan(length));
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2])) return null;
            bytes[length++] = Convert.ToByte(encoded.Substring(i + 1, 2), 16);
            i += 2;
        }

        return Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
