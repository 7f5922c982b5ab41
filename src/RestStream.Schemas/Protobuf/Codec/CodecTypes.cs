using System.Collections.Concurrent;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>The plans of a file's messages, made as they are needed. Thread-safe.</summary>
internal sealed class CodecTypes
{
    private readonly ConcurrentDictionary<ProtoMessage, MessagePlan> _plans = new();
    private readonly ConcurrentDictionary<ProtoEnum, EnumPlan> _enums = new();
    private readonly Dictionary<string, ProtoMessage> _messages = new(StringComparer.Ordinal);
    private readonly ILookup<string, (ProtoField Field, ProtoSyntax Syntax)> _extensions;

    public CodecTypes(ProtoFile file)
    {
        var closure = file.Closure();
        foreach (var message in closure.SelectMany(each => each.Exported.Values).OfType<ProtoMessage>()) _messages.TryAdd(message.FullName, message);
        _extensions = closure.SelectMany(each => each.AllExtends(), (each, extend) => (each, extend))
            .SelectMany(pair => pair.extend.Fields, (pair, field) => (pair.extend.Extendee!.FullName, Field: field, pair.each.Syntax))
            .ToLookup(each => each.FullName, each => (each.Field, each.Syntax));
    }

    public MessagePlan PlanOf(ProtoMessage message) => _plans.GetOrAdd(message, static (each, types) => new MessagePlan(each, types), this);

    public EnumPlan PlanOf(ProtoEnum declared) => _enums.GetOrAdd(declared, static each => new EnumPlan(each));

    /// <summary>The plan of a message by its full name; null when the schema and its imports do not have it.</summary>
    public MessagePlan? Find(string name) => _messages.TryGetValue(name, out var message) ? PlanOf(message) : null;

    public IEnumerable<FieldPlan> ExtensionsOf(ProtoMessage message) => _extensions[message.FullName].Select(each => new FieldPlan(each.Field, each.Syntax, this));
}
