using System.Globalization;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;

namespace RestStream.Server.Validation;

/// <summary>Checks what the framework lets pass: it leaves a percent sign that it cannot decode as it is, and two different texts become the same.</summary>
internal static class QueryText
{
    /// <summary>True when every value of a parameter is UTF-8, percent-encoded without a fault.</summary>
    public static bool IsDecodable(QueryString query, string name)
    {
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var isNamed = pair.DecodeName().Span.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (isNamed && pair.EncodedValue.Span.Contains('%') && !IsDecodable(pair.EncodedValue.Span)) return false;
        }

        return true;
    }

    private static bool IsDecodable(ReadOnlySpan<char> encoded)
    {
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                // Characters beyond ASCII are decoded already: any byte that is valid alone stands for them.
                bytes.Add(char.IsAscii(encoded[i]) ? (byte)encoded[i] : (byte)'?');
                continue;
            }

            if (i + 2 >= encoded.Length || !byte.TryParse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
            bytes.Add(value);
            i += 2;
        }

        return Utf8.IsValid(bytes.ToArray());
    }
}
