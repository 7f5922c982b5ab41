namespace RestStream.Schemas;

/// <summary>The names of schema types in Confluent's API.</summary>
public static class SchemaTypes
{
    /// <summary>The name that requests and answers use, as <c>AVRO</c>.</summary>
    public static string NameOf(SchemaType type) => type switch
    {
        SchemaType.Avro => "AVRO",
        SchemaType.Json => "JSON",
        _ => "PROTOBUF",
    };

    /// <summary>The type of a name; a request that names none means Avro.</summary>
    /// <returns>False for a name that is none.</returns>
    public static bool TryParse(string? name, out SchemaType type)
    {
        foreach (var known in Enum.GetValues<SchemaType>())
        {
            type = known;
            if (NameOf(known) == (name ?? "AVRO")) return true;
        }

        type = default;
        return false;
    }
}
