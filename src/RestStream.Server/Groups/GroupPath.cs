using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Server.Errors;

namespace RestStream.Server.Groups;

/// <summary>The group in the path <c>/v1/groups/{group}/…</c>. Its name may hold any character, a slash too, and the framework leaves <c>%2F</c> as it is; so the name is read from the request's target.</summary>
internal static class GroupPath
{
    private const int Segment = 3;

    /// <summary>Reads the name.</summary>
    /// <returns>Null; or the problem: it cannot be decoded, or breaks Kafka's rules.</returns>
    public static Problem? Read(HttpContext context, out string group)
    {
        group = "";
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(target.Length)];
        if (!TryDecode(Encoded(target), bytes, out var length)) return NotDecodable;
        group = Encoding.UTF8.GetString(bytes, 0, length);
        return GroupName.Violation(group) is { } violation ? Problem.From(new Error(ErrorCode.InvalidGroupId, violation)) : null;
    }

    private static Problem NotDecodable { get; } = new(
        HttpErrors.InvalidParameter, "The group in the path is not percent-encoded UTF-8.", [new("group", "'group' in the path is a name as percent-encoded UTF-8.")]);

    // The target is a path, or with a proxy's form of it a whole URL.
    private static string Encoded(string target)
    {
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var path = target.StartsWith('/') || scheme < 0 ? target : target[target.IndexOf('/', scheme + 3)..];
        return path.Split('?')[0].Split('/')[Segment];
    }

    private static bool TryDecode(ReadOnlySpan<char> encoded, Span<byte> bytes, out int length)
    {
        length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(encoded.Slice(i, 1), bytes[length..]);
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2])) return false;
            bytes[length++] = byte.Parse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            i += 2;
        }

        return Utf8.IsValid(bytes[..length]);
    }
}
