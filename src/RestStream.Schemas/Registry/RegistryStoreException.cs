namespace RestStream.Schemas.Registry;

/// <summary>What the registry keeps cannot be read: the server does not start, because clients would get other ids for their schemas.</summary>
/// <param name="message">What, where, and what to do.</param>
/// <param name="cause">Why.</param>
public sealed class RegistryStoreException(string message, Exception? cause = null) : IOException(message, cause);
