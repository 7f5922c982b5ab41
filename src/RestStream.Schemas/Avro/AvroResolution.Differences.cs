namespace RestStream.Schemas.Avro;

internal sealed partial class AvroResolution
{
    private static Incompatibility NameMismatch(AvroNamedType reader, AvroNamedType writer) => new(
        "NAME_MISMATCH",
        $"The writer calls this {AvroKinds.WordOf(writer.Kind)} {writer.Name.Full}, the reader {reader.Name.Full}. If they are the same, give the reader's the alias \"{writer.Name.Full}\".",
        "/name");

    private static Incompatibility SizeMismatch(AvroFixed reader, AvroFixed writer) => new(
        "FIXED_SIZE_MISMATCH",
        $"{writer.Name.Full} is written with {writer.SizeBytes} bytes and read with {reader.SizeBytes}. A size cannot change: give the other size another name.",
        "/size");

    private static Incompatibility MissingSymbols(AvroEnum reader, string[] missing) => new(
        "MISSING_ENUM_SYMBOLS",
        $"The reader's {reader.Name.Full} does not know {Quoted(missing)}, which may have been written. Keep them, or give the enum a \"default\" for what it does not know.",
        "/symbols");

    private static Incompatibility MissingDefault(AvroField field) => new(
        "READER_FIELD_MISSING_DEFAULT_VALUE",
        $"The reader's field \"{field.Name}\" is not in what was written, and has no \"default\". Give it one.",
        "");

    private static Incompatibility TypeMismatch(AvroType reader, AvroType writer) => new(
        "TYPE_MISMATCH",
        $"{Word(writer)} was written, which cannot be read as {Word(reader)}.",
        "");

    private static Incompatibility MissingBranch(AvroType writer, string path) => new(
        "MISSING_UNION_BRANCH",
        $"The reader's union has no branch for the {Word(writer)} that may have been written. Add it to the union.",
        path);

    private static Incompatibility Ambiguous(AvroField field, AvroField one, AvroField other) => new(
        "NAME_MISMATCH",
        $"The reader's field \"{field.Name}\" could be \"{one.Name}\" or \"{other.Name}\" of what was written. Take away the alias that is not meant.",
        "/name");

    private static string Word(AvroType type) => type is AvroNamedType named ? $"{AvroKinds.WordOf(type.Kind)} {named.Name.Full}" : AvroKinds.WordOf(type.Kind);

    private static string Quoted(string[] symbols)
    {
        string listed = string.Join(", ", symbols.Take(20).Select(symbol => $"\"{symbol}\""));
        return symbols.Length <= 20 ? listed : $"{listed} and {symbols.Length - 20} more";
    }
}
