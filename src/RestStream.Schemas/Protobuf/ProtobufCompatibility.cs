namespace RestStream.Schemas.Protobuf;

/// <summary>Whose rules of compatibility hold where versions of Confluent's registry differ.</summary>
public enum ProtobufCompatibility
{
    /// <summary>7.9.10: a field may leave a oneof.</summary>
    Version7,

    /// <summary>8.x: a field that leaves a oneof was removed from it.</summary>
    Version8,
}
