namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>What a file is held to besides the grammar and that its types are known.</summary>
internal enum ProtoRules
{
    /// <summary>What protoc checks, as far as Confluent's registry does not take more.</summary>
    Protoc,

    /// <summary>Nothing more: the file is stored already.</summary>
    Grammar,
}
