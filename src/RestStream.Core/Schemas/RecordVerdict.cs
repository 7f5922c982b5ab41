namespace RestStream.Core.Schemas;

/// <summary>What a gate says of a record that does not fit.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Action">What is done with it.</param>
/// <param name="Error">Why; its items point into the record.</param>
/// <param name="SchemaId">The id of the schema that it does not fit; null when there is none to name.</param>
public sealed record RecordVerdict(int Index, RecordAction Action, Error Error, int? SchemaId);
