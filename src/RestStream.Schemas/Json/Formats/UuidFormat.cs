namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 4122's text of a UUID, of any version and variant.</summary>
internal static class UuidFormat
{
    public static bool IsUuid(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length != 36) return false;
        for (var i = 0; i < utf8.Length; i++)
        {
            var isRight = i is 8 or 13 or 18 or 23 ? utf8[i] == '-' : char.IsAsciiHexDigit((char)utf8[i]);
            if (!isRight) return false;
        }

        return true;
    }
}
