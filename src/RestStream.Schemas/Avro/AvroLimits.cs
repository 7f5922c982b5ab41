namespace RestStream.Schemas.Avro;

/// <summary>The bounds within which schemas are read and payloads are decoded.</summary>
internal static class AvroLimits
{
    /// <summary>Characters of one schema's text.</summary>
    public const int TextLength = 4 * 1024 * 1024;

    /// <summary>Nested JSON objects and arrays of one schema's text; a nested record costs three.</summary>
    public const int TextDepth = 512;

    /// <summary>Types and fields of a schema and all that it uses.</summary>
    public const int Nodes = 200_000;

    /// <summary>Characters of a full name.</summary>
    public const int NameLength = 1024;

    /// <summary>Schemas that one schema uses, directly and indirectly.</summary>
    public const int References = 1000;

    /// <summary>References of references of …</summary>
    public const int ReferenceDepth = 64;

    /// <summary>Values within defaults that are looked at, so that a default that needs itself ends.</summary>
    public const int DefaultDepth = 64;

    /// <summary>Values that the check of all defaults looks at.</summary>
    public const int DefaultValues = 1_000_000;

    /// <summary>Pairs of types that one comparison looks at.</summary>
    public const int ComparedPairs = 1_000_000;

    /// <summary>Types within types that one comparison follows.</summary>
    public const int ComparedDepth = 500;

    /// <summary>Branches of readers' unions that one comparison tries.</summary>
    public const int TriedBranches = 20_000_000;

    /// <summary>Differences that one comparison lists.</summary>
    public const int Differences = 100;

    /// <summary>Nested values of a payload.</summary>
    public const int ValueDepth = 256;

    /// <summary>Values that take no byte (nulls, records of nothing): so many in any payload, and some more for each of its bytes.</summary>
    public const int EmptyValues = 65_536;

    /// <summary>Values without a byte for each byte of the payload, beyond <see cref="EmptyValues"/>.</summary>
    public const int EmptyValuesPerByte = 16;

    /// <summary>Bytes that the members' names of a payload's JSON may take.</summary>
    public const int JsonNameBytes = 64 * 1024 * 1024;

    /// <summary>Values that are tried when JSON is encoded: the branches of unions multiply.</summary>
    public const int EncodedValues = 10_000_000;
}
