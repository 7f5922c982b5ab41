using System.Text;

namespace RestStream.Core;

/// <summary>The stable names of <see cref="ErrorCode"/>.</summary>
public static class ErrorCodes
{
    private static readonly string[] Names = [.. Enum.GetValues<ErrorCode>().Select(ToKebabCase)];

    /// <summary>The kebab-case name that clients see, such as <c>unknown-topic-or-partition</c>. Never changes once released.</summary>
    public static string NameOf(ErrorCode code) => Names[(int)code];

    private static string ToKebabCase(ErrorCode code)
    {
        var name = new StringBuilder();
        foreach (var letter in code.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
