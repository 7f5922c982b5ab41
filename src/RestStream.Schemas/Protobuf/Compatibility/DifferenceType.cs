namespace RestStream.Schemas.Protobuf.Compatibility;

/// <summary>Confluent's names of differences, those that break readers from <see cref="PackageChanged"/> on.</summary>
internal enum DifferenceType
{
    MessageAdded,
    MessageMoved,
    EnumAdded,
    EnumRemoved,
    EnumConstAdded,
    EnumConstChanged,
    EnumConstRemoved,
    FieldAdded,
    FieldRemoved,
    FieldNameChanged,
    FieldStringOrBytesLabelChanged,
    OneofAdded,
    OneofRemoved,
    OneofFieldAdded,
    OneofFieldMovedToTopLevel,
    PackageChanged,
    MessageRemoved,
    FieldKindChanged,
    FieldScalarKindChanged,
    FieldNamedTypeChanged,
    FieldNumericLabelChanged,
    RequiredFieldAdded,
    RequiredFieldRemoved,
    OneofFieldRemoved,
    MultipleFieldsMovedToOneof,
    FieldMovedToExistingOneof,
}
