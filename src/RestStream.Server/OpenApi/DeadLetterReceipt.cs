using RestStream.Core;

namespace RestStream.Server.OpenApi;

/// <summary>Describes a record that is stored among the dead letters of its topic.</summary>
internal sealed record DeadLetterReceipt(long Index, long? Line, string Topic, int Partition, long Offset, string Code, string Detail, IReadOnlyList<ErrorItem>? Errors);
