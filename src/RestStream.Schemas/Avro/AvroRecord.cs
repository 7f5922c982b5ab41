namespace RestStream.Schemas.Avro;

/// <summary>A record. Its fields are set once, after it can be named by them.</summary>
internal sealed class AvroRecord(AvroName name) : AvroNamedType(AvroKind.Record, name)
{
    private Dictionary<string, AvroField> _byName = [];

    /// <summary>Whether it was called an <c>error</c>, the record of protocols.</summary>
    public bool IsError { get; init; }

    public AvroField[] Fields { get; private set; } = [];

    public AvroField? Find(string name) => _byName.GetValueOrDefault(name);

    public void SetFields(AvroField[] fields)
    {
        Fields = fields;
        _byName = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }
}
