using System.Security.Cryptography;
using System.Text;
using RestStream.Schemas;
using RestStream.Schemas.Enforcement;

namespace RestStream.Server.Tests.Schemas;

/// <summary>A registry in memory.</summary>
internal sealed class KnownSchemas : ISchemaSource
{
    private readonly List<RegisteredSchema> _schemas = [];
    private volatile State? _current = new([]);

    public IRegisteredSchemas? Current => _current;

    /// <summary>Registers a version and gives its id.</summary>
    public RegisteredSchema Register(string subject, string text, SchemaType type = SchemaType.Json)
    {
        var version = _schemas.Count(schema => schema.Subject == subject) + 1;
        var schema = new RegisteredSchema(subject, version, _schemas.Count + 1, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)), type, text);
        _schemas.Add(schema);
        _current = new State([.. _schemas]);
        return schema;
    }

    /// <summary>Takes a version out.</summary>
    public void Delete(RegisteredSchema schema)
    {
        _schemas.Remove(schema);
        _current = new State([.. _schemas]);
    }

    /// <summary>As before the schemas are loaded.</summary>
    public void Unload() => _current = null;

    private sealed class State(IReadOnlyList<RegisteredSchema> schemas) : IRegisteredSchemas
    {
        public RegisteredSchema? Find(string subject, int? version) => schemas.LastOrDefault(schema => schema.Subject == subject && (version ?? schema.Version) == schema.Version);

        public RegisteredSchema? FindById(string subject, int id) => schemas.LastOrDefault(schema => schema.Subject == subject && schema.Id == id);

        public RegisteredSchema? FindByGuid(string subject, Guid guid) => schemas.LastOrDefault(schema => schema.Subject == subject && schema.Guid == guid);

        public RegisteredSchema? FindById(int id) => schemas.LastOrDefault(schema => schema.Id == id);

        public RegisteredSchema? FindByGuid(Guid guid) => schemas.LastOrDefault(schema => schema.Guid == guid);
    }
}
