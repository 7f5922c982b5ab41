using RestStream.Schemas.Protobuf;

namespace RestStream.Schemas.Tests.Protobuf;

/// <summary>Schemas from texts in one line.</summary>
internal static class ProtobufSchemas
{
    public static ProtobufSchema Parse(string text, params ResolvedReference[] references) => (ProtobufSchema)new ProtobufProvider().Parse(text, references);

    /// <summary>A referenced version of the subject that the path names.</summary>
    public static ResolvedReference Reference(string path, string text, int version = 1, params ResolvedReference[] references) =>
        new(new SchemaReference(path, path, version), text, references);

    public static SchemaException Refused(string text, params ResolvedReference[] references) => Assert.Throws<SchemaException>(() => Parse(text, references));

    public static string Data(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Protobuf", "Data", name));
}
