namespace RestStream.Schemas;

/// <summary>Another schema that a schema uses.</summary>
/// <param name="Name">How the schema calls it: a <c>$ref</c> URI, an Avro full name, the path of an <c>import</c>.</param>
/// <param name="Subject">The subject under which it is registered.</param>
/// <param name="Version">Its version there; -1 for the latest, until it is resolved.</param>
public sealed record SchemaReference(string Name, string Subject, int Version)
{
    /// <summary>The version of a reference that gives none.</summary>
    internal const int NoVersion = 0;
}
