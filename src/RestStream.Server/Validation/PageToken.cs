using System.Buffers.Text;
using System.Text;

namespace RestStream.Server.Validation;

/// <summary>The opaque <c>next</c> of lists: the last name of the page, as base64url.</summary>
internal static class PageToken
{
    public static string Write(string lastName) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lastName));

    /// <summary>The name to go on after; null for the first page.</summary>
    public static string? Read(Parameters parameters)
    {
        if (parameters.Text("next") is not { } token) return null;
        if (Base64Url.IsValid(token)) return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        parameters.Unreadable("next", "'next' must be what the page before gave as 'next'.");
        return null;
    }
}
