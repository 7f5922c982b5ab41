namespace RestStream.Server.Schemas;

/// <summary>A version of a subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">Its version.</param>
/// <param name="Id">The schema's id.</param>
/// <param name="Guid">The id that the schema's content decides.</param>
/// <param name="SchemaType"><c>JSON</c>, <c>AVRO</c> or <c>PROTOBUF</c>.</param>
internal sealed record SchemaVersionView(string Subject, int Version, int Id, Guid Guid, string SchemaType);
