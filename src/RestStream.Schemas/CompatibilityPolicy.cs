namespace RestStream.Schemas;

/// <summary>How strictly a difference between versions is judged (Confluent's <c>compatibilityPolicy</c>).</summary>
public enum CompatibilityPolicy
{
    /// <summary>Confluent's rules as they are by default.</summary>
    Strict,

    /// <summary>Differences of open content models that only break records nobody writes pass.</summary>
    Lenient,
}
