using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>What decoding needs to know of a message: its fields by number, in the order in which JSON shows them.</summary>
internal sealed class MessagePlan
{
    private readonly Dictionary<int, int> _ordinals = [];

    public MessagePlan(ProtoMessage message, CodecTypes types)
    {
        Name = message.FullName;
        WellKnown = WellKnownTypes.Of(message);
        var oneofs = message.Oneofs.Select((oneof, index) => (oneof, index)).ToDictionary(each => each.oneof, each => each.index);
        var own = message.AllFields.Select(field => new FieldPlan(field, message.File.Syntax, types) { Oneof = field.Oneof is null ? -1 : oneofs[field.Oneof] });
        Fields = [.. own.Concat(types.ExtensionsOf(message)).OrderBy(field => field.Number)];
        OneofCount = message.Oneofs.Count;
        Required = [.. Enumerable.Range(0, Fields.Length).Where(ordinal => Fields[ordinal].IsRequired)];
        Index();
    }

    /// <summary>The plan of a map's entries.</summary>
    public MessagePlan(ProtoField map, ProtoSyntax syntax, CodecTypes types)
    {
        Name = map.MapEntryName;
        Fields = [new FieldPlan("key", 1, map.MapKey!.Value, null, syntax, types), new FieldPlan("value", 2, map.Kind, map.Type, syntax, types)];
        Required = [];
        Index();
    }

    public string Name { get; }

    public WellKnownType WellKnown { get; }

    public FieldPlan[] Fields { get; }

    public int OneofCount { get; }

    /// <summary>Where in <see cref="Fields"/> the required ones stand.</summary>
    public int[] Required { get; }

    /// <summary>Where in <see cref="Fields"/> a number stands; -1 for an unknown one.</summary>
    public int OrdinalOf(int number) => _ordinals.TryGetValue(number, out var ordinal) ? ordinal : -1;

    private void Index()
    {
        for (var ordinal = 0; ordinal < Fields.Length; ordinal++) _ordinals.TryAdd(Fields[ordinal].Number, ordinal);
    }
}
