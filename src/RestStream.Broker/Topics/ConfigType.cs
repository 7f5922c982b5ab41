namespace RestStream.Broker.Topics;

/// <summary>Kafka's types of a config.</summary>
internal enum ConfigType
{
    Boolean,
    Int,
    Long,
    Double,
    String,
    List,
}
