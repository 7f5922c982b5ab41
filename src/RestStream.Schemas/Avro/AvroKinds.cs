namespace RestStream.Schemas.Avro;

/// <summary>The words of Avro for its kinds of types.</summary>
internal static class AvroKinds
{
    private static readonly string[] Words =
        ["null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum", "array", "map", "union", "fixed"];

    public static string WordOf(AvroKind kind) => Words[(int)kind];

    public static bool IsPrimitive(AvroKind kind) => kind <= AvroKind.String;

    public static bool TryParsePrimitive(string word, out AvroKind kind)
    {
        kind = (AvroKind)Array.IndexOf(Words, word, 0, (int)AvroKind.Record);
        return kind >= 0;
    }

    /// <summary>Whether a type of this name could be taken for one of Avro's own where its namespace is left out.</summary>
    public static bool IsWord(string name) => Array.IndexOf(Words, name) >= 0;
}
