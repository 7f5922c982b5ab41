using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

internal static class WellKnownTypes
{
    /// <summary>What a message is; only the built-in files declare well-known types.</summary>
    public static WellKnownType Of(ProtoMessage message)
    {
        if (message.File.Package != "google.protobuf" || message.File.Reference is not null) return WellKnownType.None;
        if (message.File.Path == "google/protobuf/wrappers.proto") return WellKnownType.Wrapper;
        return Enum.TryParse<WellKnownType>(message.Name, out var known) && message.Parent is null ? known : WellKnownType.None;
    }
}
