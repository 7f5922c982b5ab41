namespace RestStream.Schemas.Enforcement;

/// <summary>Makes schemas ready. Thread-safe.</summary>
internal interface IPayloadChecks
{
    /// <summary>A schema made ready.</summary>
    /// <exception cref="SchemaException">It cannot be.</exception>
    PayloadCheck Make(RegisteredSchema schema, bool assertsFormats);
}
