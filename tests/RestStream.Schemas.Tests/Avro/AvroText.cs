using RestStream.Schemas.Avro;

namespace RestStream.Schemas.Tests.Avro;

/// <summary>Short ways to read schemas in tests.</summary>
internal static class AvroText
{
    public static AvroSchema Parse(string text, params ResolvedReference[] references) => (AvroSchema)new AvroProvider().Parse(text, references);

    public static ResolvedReference Reference(string name, string text, params ResolvedReference[] references) =>
        new(new SchemaReference(name, name + "-value", 1), text, references);

    public static SchemaException Refused(string text, params ResolvedReference[] references) => Assert.Throws<SchemaException>(() => Parse(text, references));
}
