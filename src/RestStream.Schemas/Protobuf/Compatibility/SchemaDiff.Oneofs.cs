using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Compatibility;

internal sealed partial class SchemaDiff
{
    private void Oneofs(ProtoMessage writer, ProtoMessage reader, Dictionary<int, ProtoField> written, Dictionary<int, ProtoField> read)
    {
        var writers = writer.Oneofs.Select(oneof => oneof.Name).ToHashSet(StringComparer.Ordinal);
        var readers = reader.Oneofs.Select(oneof => oneof.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var oneof in reader.Oneofs) At(oneof.Name, () => Exclusion(oneof, written));
        foreach (var oneof in writer.Oneofs) WrittenOneof(oneof, readers, read);
        foreach (var oneof in reader.Oneofs) At(oneof.Name, () => ReadOneof(oneof, writers, written));
    }

    /// <summary>Fields that could be set together before and cannot be now: a reader keeps the last alone.</summary>
    private void Exclusion(ProtoOneof oneof, Dictionary<int, ProtoField> written)
    {
        var old = MembersOf(oneof).Select(field => written.GetValueOrDefault(field.Number)).OfType<ProtoField>().ToList();
        var fromTop = old.Count(field => field.Oneof is null);
        var fromOneofs = old.Select(field => field.Oneof).OfType<ProtoOneof>().Distinct().Count();
        if (fromTop + fromOneofs < 2) return;
        Add(fromTop > 1 ? DifferenceType.MultipleFieldsMovedToOneof : DifferenceType.FieldMovedToExistingOneof,
            $"The reader has {string.Join(", ", old.Select(field => field.Name))} in one oneof, {oneof.Name}; a writer can set more than one of them.");
    }

    private static IEnumerable<ProtoField> MembersOf(ProtoOneof oneof) => oneof.Fields.Where(field => field.Kind != FieldKind.Group);

    private void WrittenOneof(ProtoOneof oneof, HashSet<string> readers, Dictionary<int, ProtoField> read)
    {
        if (!readers.Contains(oneof.Name)) At(oneof.Name, () => Add(DifferenceType.OneofRemoved, $"The oneof {oneof.Name} is written, and the reader does not have it."));
        if (!MembersOf(oneof).Any(field => read.ContainsKey(field.Number))) return;
        foreach (var field in MembersOf(oneof)) WrittenMember(field, oneof.Name, read.GetValueOrDefault(field.Number));
    }

    private void WrittenMember(ProtoField writer, string oneof, ProtoField? reader)
    {
        if (reader is null)
            At(oneof, () => At($"{writer.Number}", () => Add(DifferenceType.OneofFieldRemoved, $"{writer.Name} ({writer.Number}) of the oneof {oneof} is written, and the reader does not have it.")));
        else if (reader.Oneof is null && compatibility == ProtobufCompatibility.Version8)
            At(oneof, () => At($"{writer.Number}", () => Add(DifferenceType.OneofFieldRemoved, $"{writer.Name} ({writer.Number}) left the oneof {oneof}.")));
        else if (reader.Oneof is null)
            At($"{writer.Number}", () => Add(DifferenceType.OneofFieldMovedToTopLevel, $"{writer.Name} ({writer.Number}) left the oneof {oneof}."));
    }

    private void ReadOneof(ProtoOneof oneof, HashSet<string> writers, Dictionary<int, ProtoField> written)
    {
        if (!writers.Contains(oneof.Name)) Add(DifferenceType.OneofAdded, $"The reader has the oneof {oneof.Name}, which the writer does not have.");
        foreach (var field in MembersOf(oneof).Where(field => !written.ContainsKey(field.Number)))
            At($"{field.Number}", () => Add(DifferenceType.OneofFieldAdded, $"The reader has {field.Name} ({field.Number}) in the oneof {oneof.Name}, which the writer does not have."));
    }
}
