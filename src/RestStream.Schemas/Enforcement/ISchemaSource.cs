namespace RestStream.Schemas.Enforcement;

/// <summary>Where the schemas are. Thread-safe.</summary>
public interface ISchemaSource
{
    /// <summary>The state of now: another object after every change that is durable. Null until the schemas are loaded.</summary>
    IRegisteredSchemas? Current { get; }
}
