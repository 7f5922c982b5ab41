namespace RestStream.Server.Tests.Ledger;

/// <summary>The server answered, and not as it should have.</summary>
internal sealed class RefusedException(string message) : Exception(message);
