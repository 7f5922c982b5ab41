namespace RestStream.Schemas.Protobuf.Model;

/// <summary>The names of scalar kinds, and what may be done with each.</summary>
internal static class FieldKinds
{
    private static readonly Dictionary<string, FieldKind> Scalars = Enum.GetValues<FieldKind>()
        .Where(kind => kind is not (FieldKind.Named or FieldKind.Group or FieldKind.Message or FieldKind.Enum))
        .ToDictionary(kind => kind.ToString().ToLowerInvariant());

    public static bool TryScalar(string name, out FieldKind kind) => Scalars.TryGetValue(name, out kind);

    public static string NameOf(FieldKind kind) => kind.ToString().ToLowerInvariant();

    public static bool IsMessage(FieldKind kind) => kind is FieldKind.Message or FieldKind.Group;

    public static bool CanBePacked(FieldKind kind) => !IsMessage(kind) && kind is not (FieldKind.String or FieldKind.Bytes);

    public static bool CanBeMapKey(FieldKind kind) =>
        kind is not (FieldKind.Named or FieldKind.Enum or FieldKind.Float or FieldKind.Double or FieldKind.Bytes) && !IsMessage(kind);

    public static bool IsFloating(FieldKind kind) => kind is FieldKind.Float or FieldKind.Double;

    /// <summary>The least and the greatest number of an integer kind.</summary>
    public static (Int128 Least, Int128 Greatest) Range(FieldKind kind) => kind switch
    {
        FieldKind.Int32 or FieldKind.SInt32 or FieldKind.SFixed32 or FieldKind.Enum => (int.MinValue, int.MaxValue),
        FieldKind.Int64 or FieldKind.SInt64 or FieldKind.SFixed64 => (long.MinValue, long.MaxValue),
        FieldKind.UInt32 or FieldKind.Fixed32 => (0, uint.MaxValue),
        FieldKind.UInt64 or FieldKind.Fixed64 => (0, ulong.MaxValue),
        _ => (0, -1),
    };

    public static bool IsInteger(FieldKind kind) => kind != FieldKind.Enum && Range(kind).Greatest > 0;
}
