namespace RestStream.Schemas.Protobuf.Text;

/// <summary>How a file is written.</summary>
internal enum PrintForm
{
    /// <summary>As it is stored: inside each group in the file's order, names and numbers as they were written.</summary>
    Stored,

    /// <summary>Sorted, names in full, numbers in their shortest form: schemas that mean the same are the same text.</summary>
    Normalised,

    /// <summary>As it is stored, without extension ranges, extensions and custom options.</summary>
    WithoutExtensions,
}
