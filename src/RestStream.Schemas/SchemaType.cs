namespace RestStream.Schemas;

/// <summary>The kinds of schemas that are kept, by Confluent's names.</summary>
public enum SchemaType
{
    /// <summary>Apache Avro; what a client means that names no type.</summary>
    Avro,

    /// <summary>JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12.</summary>
    Json,

    /// <summary>Protocol Buffers, proto2 and proto3.</summary>
    Protobuf,
}
