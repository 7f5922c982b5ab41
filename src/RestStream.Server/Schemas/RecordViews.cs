using RestStream.Core.Topics;
using RestStream.Schemas.Enforcement;
using RestStream.Server.Json;

namespace RestStream.Server.Schemas;

/// <summary>Makes the views of readers that want to know of schemas. Thread-safe.</summary>
internal sealed class RecordViews(SchemaGate gate, ITopics topics)
{
    /// <summary>A view for one answer; null when records are shown as they are stored.</summary>
    public IRecordView? Make(RecordViewOptions options) => options.IsPlain ? null : new RecordSchemaView(gate.Read(), topics, options);
}
