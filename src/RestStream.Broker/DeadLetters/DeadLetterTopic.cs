using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RestStream.Core.Topics;

namespace RestStream.Broker.DeadLetters;

/// <summary>The names of dead-letter topics: <c>&lt;topic&gt;.dlq</c> for what a schema refuses, <c>&lt;topic&gt;.&lt;group&gt;.dlq</c> for what consumers could not process. Characters that a topic's name cannot have become <c>_</c> and what is too long is cut; a short
/// hash of both names then keeps different pairs apart.</summary>
internal static partial class DeadLetterTopic
{
    private const string Suffix = ".dlq";
    private const int HashLength = 8;

    public static string ForTopic(string topic) => Legal(topic, topic);

    public static string NameFor(string topic, string group) => Legal($"{topic}.{group}", $"{topic}\0{group}");

    private static string Legal(string plain, string identity)
    {
        if (TopicName.Violation(plain + Suffix) is null) return plain + Suffix;
        var legal = Illegal().Replace(plain, "_");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..HashLength];
        var room = TopicName.MaxLength - Suffix.Length - HashLength - 1;
        return $"{(legal.Length > room ? legal[..room] : legal)}-{hash}{Suffix}";
    }

    [GeneratedRegex("[^a-zA-Z0-9._-]")]
    private static partial Regex Illegal();
}
