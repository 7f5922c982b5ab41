namespace RestStream.Schemas.Protobuf.Model;

/// <summary>A field of a message in text format; an extension's or an Any's name stands in brackets.</summary>
internal sealed record AggregateEntry(string Name, bool InBrackets, OptionValue Value);
