using System.Text.Json;

namespace RestStream.Server.Tests.Push;

/// <summary>A call that the hub refused.</summary>
internal sealed class HubCallException(string message) : Exception(message)
{
    /// <summary>The problem in the message.</summary>
    public JsonElement Problem => JsonElement.Parse(Message[Message.IndexOf('{', StringComparison.Ordinal)..]);

    public string Code => Problem.GetProperty("code").GetString()!;
}
