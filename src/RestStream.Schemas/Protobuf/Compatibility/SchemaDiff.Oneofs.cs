using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Compatibility;

internal sealed partial class SchemaDiff
{
    private void Oneofs(ProtoMessage writer, ProtoMessage reader, Dictionary<int, ProtoField> written, Dictionary<int, ProtoField> read)
    {
        var writers = writer.Oneofs.ToDictionary(oneof => oneof.Name);
        var readers = reader.Oneofs.ToDictionary(oneof => oneof.Name);
        foreach (var oneof in reader.Oneofs) At(oneof.Name, () => Exclusion(oneof, written));
        foreach (var oneof in writer.Oneofs) At(oneof.Name, () => WrittenOneof(oneof, readers, read));
        foreach (var oneof in reader.Oneofs) At(oneof.Name, () => ReadOneof(oneof, writers, written));
    }

    /// <summary>Fields that could be set together before and cannot be now: a reader keeps the last alone.</summary>
    private void Exclusion(ProtoOneof oneof, Dictionary<int, ProtoField> written)
    {
        var old = oneof.Fields.Select(field => written.GetValueOrDefault(field.Number)).OfType<ProtoField>().ToList();
        var fromTop = old.Count(field => field.Oneof is null);
        var fromOneofs = old.Select(field => field.Oneof).OfType<ProtoOneof>().Distinct().Count();
        if (fromTop + fromOneofs < 2) return;
        Add(fromTop > 1 ? DifferenceType.MultipleFieldsMovedToOneof : DifferenceType.FieldMovedToExistingOneof,
            $"The reader has {string.Join(", ", old.Select(field => field.Name))} in one oneof, {oneof.Name}; a writer can set more than one of them.");
    }

    private void WrittenOneof(ProtoOneof oneof, Dictionary<string, ProtoOneof> readers, Dictionary<int, ProtoField> read)
    {
        if (!readers.ContainsKey(oneof.Name)) Add(DifferenceType.OneofRemoved, $"The oneof {oneof.Name} is written, and the reader does not have it.");
        var survives = oneof.Fields.Exists(field => read.ContainsKey(field.Number));
        foreach (var field in oneof.Fields.Where(_ => survives)) At($"{field.Number}", () => WrittenMember(field, read.GetValueOrDefault(field.Number)));
    }

    private DifferenceType Leaving => compatibility == ProtobufCompatibility.Version8 ? DifferenceType.OneofFieldRemoved : DifferenceType.OneofFieldMovedToTopLevel;

    private void WrittenMember(ProtoField writer, ProtoField? reader)
    {
        if (reader is null)
            Add(DifferenceType.OneofFieldRemoved, $"{writer.Name} ({writer.Number}) of the oneof {writer.Oneof!.Name} is written, and the reader does not have it.");
        else if (reader.Oneof is null)
            Add(Leaving, $"{writer.Name} ({writer.Number}) left the oneof {writer.Oneof!.Name}.");
    }

    private void ReadOneof(ProtoOneof oneof, Dictionary<string, ProtoOneof> writers, Dictionary<int, ProtoField> written)
    {
        if (!writers.ContainsKey(oneof.Name))
        {
            Add(DifferenceType.OneofAdded, $"The reader has the oneof {oneof.Name}, which the writer does not have.");
            return;
        }

        foreach (var field in oneof.Fields.Where(field => !written.ContainsKey(field.Number)))
            At($"{field.Number}", () => Add(DifferenceType.OneofFieldAdded, $"The reader has {field.Name} ({field.Number}) in the oneof {oneof.Name}, which the writer does not have."));
    }
}
