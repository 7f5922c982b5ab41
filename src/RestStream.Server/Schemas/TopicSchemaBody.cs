namespace RestStream.Server.Schemas;

/// <summary>The body of <c>PUT /v1/topics/{topic}/schema</c>: rules for the value and the key, or the members of the value's rule alone.</summary>
internal sealed record TopicSchemaBody : SchemaRuleBody
{
    /// <summary>What is asked of values.</summary>
    public SchemaRuleBody? Value { get; init; }

    /// <summary>What is asked of keys.</summary>
    public SchemaRuleBody? Key { get; init; }
}
