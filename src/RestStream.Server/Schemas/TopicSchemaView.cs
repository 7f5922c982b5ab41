namespace RestStream.Server.Schemas;

/// <summary>What a topic asks of its records.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Value">Of their values; null for nothing.</param>
/// <param name="Key">Of their keys; null for nothing.</param>
internal sealed record TopicSchemaView(string Topic, SchemaRuleView? Value, SchemaRuleView? Key);
