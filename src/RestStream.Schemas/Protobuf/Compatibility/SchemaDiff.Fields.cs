using System.Runtime.CompilerServices;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Compatibility;

internal sealed partial class SchemaDiff
{
    private void Fields(ProtoMessage writer, ProtoMessage reader)
    {
        var written = FieldsOf(writer);
        var read = FieldsOf(reader);
        Oneofs(writer, reader, written, read);
        foreach (var number in written.Keys.Union(read.Keys).Order()) Field(written.GetValueOrDefault(number), read.GetValueOrDefault(number));
    }

    /// <summary>By number, those of oneofs too. Groups are no fields for Confluent: they may come, go and change.</summary>
    private static Dictionary<int, ProtoField> FieldsOf(ProtoMessage message)
    {
        Dictionary<int, ProtoField> fields = [];
        foreach (var field in message.AllFields.Where(field => field.Kind != FieldKind.Group)) fields[field.Number] = field;
        return fields;
    }

    /// <summary>What stands in a oneof on the side that has it is told with that oneof.</summary>
    private void Field(ProtoField? writer, ProtoField? reader)
    {
        if (writer is not null && reader is not null) Both(writer, reader);
        else if (writer is { Oneof: null }) At($"{writer.Number}", () => Removed(writer));
        else if (reader is { Oneof: null }) At($"{reader.Number}", () => Added(reader));
    }

    private void Removed(ProtoField field)
    {
        var isRequired = field.Label == FieldLabel.Required;
        Add(isRequired ? DifferenceType.RequiredFieldRemoved : DifferenceType.FieldRemoved,
            $"The {(isRequired ? "required " : "")}field {field.Name} ({field.Number}) is written, and the reader does not have it.");
    }

    private void Added(ProtoField field)
    {
        var isRequired = field.Label == FieldLabel.Required;
        Add(isRequired ? DifferenceType.RequiredFieldAdded : DifferenceType.FieldAdded,
            $"The reader has the {(isRequired ? "required " : "")}field {field.Name} ({field.Number}), which the writer does not have.");
    }

    /// <summary>Told where the reader has it.</summary>
    private void Both(ProtoField writer, ProtoField reader)
    {
        if (reader.Oneof is null) At($"{reader.Number}", () => Compare(writer, reader));
        else At(reader.Oneof.Name, () => At($"{reader.Number}", () => Compare(writer, reader)));
    }

    private void Compare(ProtoField writer, ProtoField reader)
    {
        if (writer.Name != reader.Name) Add(DifferenceType.FieldNameChanged, $"The field {writer.Number} is written as {writer.Name} and read as {reader.Name}.");
        if (writer.IsMap != reader.IsMap || (!writer.IsMap && FieldKinds.IsMessage(writer.Kind) != FieldKinds.IsMessage(reader.Kind)))
        {
            Add(DifferenceType.FieldKindChanged, $"The field {reader.Name} ({reader.Number}) is written as {Describe(writer)} and read as {Describe(reader)}.");
            return;
        }

        if (writer.IsMap) Scalars(writer.MapKey!.Value, reader.MapKey!.Value, $"The keys of the map {reader.Name} ({reader.Number}) are");
        Values(writer, reader);
        if (!writer.IsMap && !FieldKinds.IsMessage(writer.Kind) && ScalarGroups.Of(writer.Kind) == ScalarGroups.Of(reader.Kind)) Labels(writer, reader);
    }

    private static string Describe(ProtoField field) =>
        field.IsMap ? "a map" : FieldKinds.IsMessage(field.Kind) ? $"the message {field.Type!.FullName}" : TypeText(field);

    private static string TypeText(ProtoField field) => field.Type?.FullName ?? FieldKinds.NameOf(field.Kind);

    /// <summary>Compares what a field, or a map's values, hold.</summary>
    private void Values(ProtoField writer, ProtoField reader)
    {
        var subject = $"The {(reader.IsMap ? "values of the map" : "field")} {reader.Name} ({reader.Number}) {(reader.IsMap ? "are" : "is")}";
        if (FieldKinds.IsMessage(writer.Kind) != FieldKinds.IsMessage(reader.Kind))
            Add(DifferenceType.FieldKindChanged, $"{subject} written as {TypeText(writer)} and read as {TypeText(reader)}.");
        else if (FieldKinds.IsMessage(writer.Kind)) NamedTypes(writer.Message!, reader.Message!, subject);
        else Scalars(writer.Kind, reader.Kind, subject);
    }

    private void Scalars(FieldKind writer, FieldKind reader, string subject)
    {
        if (ScalarGroups.Of(writer) == ScalarGroups.Of(reader)) return;
        Add(DifferenceType.FieldScalarKindChanged, $"{subject} written as {FieldKinds.NameOf(writer)} and read as {FieldKinds.NameOf(reader)}: one cannot be read as the other.");
    }

    /// <summary>A label that is not written, as in proto3 or in a oneof, goes with any other.</summary>
    private void Labels(ProtoField writer, ProtoField reader)
    {
        if (writer.Label == FieldLabel.None || reader.Label == FieldLabel.None || writer.Label == reader.Label) return;
        var isText = ScalarGroups.Of(writer.Kind) == ScalarGroup.Text;
        Add(isText ? DifferenceType.FieldStringOrBytesLabelChanged : DifferenceType.FieldNumericLabelChanged,
            $"The field {reader.Name} ({reader.Number}) is written as {LabelOf(writer)} and read as {LabelOf(reader)}.");
    }

    private static string LabelOf(ProtoField field) => field.Label.ToString().ToLowerInvariant();

    private void NamedTypes(ProtoMessage writer, ProtoMessage reader, string subject)
    {
        var description = $"{subject} written as {writer.FullName} and read as {reader.FullName}";
        if (writer.LocalName != reader.LocalName) Add(DifferenceType.FieldNamedTypeChanged, description + ".");
        else if (!IsImportReadable(writer, reader)) Add(DifferenceType.FieldNamedTypeChanged, description + ", which differ in an imported file.");
    }

    /// <summary>Compares messages of which one at least is imported, unless both are of one version. A pair met again in itself counts as readable.</summary>
    private bool IsImportReadable(ProtoMessage writer, ProtoMessage reader)
    {
        if (writer == reader || (writer.File.Reference is null && reader.File.Reference is null)) return true;
        if (IsOneVersion(writer.File.Reference, reader.File.Reference)) return true;
        if (_imported.TryGetValue((writer, reader), out var known)) return known;
        _imported[(writer, reader)] = true;
        return _imported[(writer, reader)] = IsReadable(writer, reader);
    }

    private static bool IsOneVersion(SchemaReference? writer, SchemaReference? reader) =>
        writer is not null && reader is not null && (writer.Subject, writer.Version) == (reader.Subject, reader.Version);

    /// <summary>Messages that use each other in a chain of thousands are not followed to its end: such a pair is told as a difference.</summary>
    private bool IsReadable(ProtoMessage writer, ProtoMessage reader)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return false;
        var before = _breaking;
        string[] outer = [.. _path];
        _path.Clear();
        _path.AddRange(writer.LocalName.Split('.'));
        Message(writer, reader);
        _path.Clear();
        _path.AddRange(outer);
        return _breaking == before;
    }
}
