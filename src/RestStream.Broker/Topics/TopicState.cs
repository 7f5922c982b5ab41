using RestStream.Core.Schemas;
using RestStream.Storage;

namespace RestStream.Broker.Topics;

/// <summary>What can change of a topic, swapped as one. Immutable.</summary>
internal sealed record TopicState(int Version, TopicConfig Config, PartitionLog[] Partitions, TopicSchemas Schemas);
