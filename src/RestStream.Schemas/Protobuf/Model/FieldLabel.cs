namespace RestStream.Schemas.Protobuf.Model;

/// <summary>The numbers are FieldDescriptorProto's, where none is written as optional.</summary>
internal enum FieldLabel
{
    None = 0,
    Optional = 1,
    Required = 2,
    Repeated = 3,
}
