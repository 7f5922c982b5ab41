namespace RestStream.Schemas.Registry;

/// <summary>The registry refuses a call.</summary>
/// <param name="code">Confluent's code.</param>
/// <param name="message">What is wrong and what to do, for a person.</param>
/// <param name="cause">What brought it about; null when nothing else did.</param>
public sealed class RegistryException(RegistryErrorCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Confluent's code.</summary>
    public RegistryErrorCode Code { get; } = code;
}
