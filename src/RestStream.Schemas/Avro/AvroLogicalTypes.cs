using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>Avro's logical types. They do not change how values are written or resolved; a normalised text tells those that are right from mere properties.</summary>
internal static class AvroLogicalTypes
{
    public const string Member = "logicalType";

    /// <summary>The logical type of a type, if Avro knows it and it fits; else null: it is a property like others.</summary>
    public static string? Of(AvroType type)
    {
        if (!TryFind(type, Member, out JsonElement value) || value.ValueKind != JsonValueKind.String) return null;
        string name = value.GetString()!;
        bool fits = name switch
        {
            "decimal" => IsDecimal(type),
            "uuid" => type.Kind == AvroKind.String,
            "date" or "time-millis" => type.Kind == AvroKind.Int,
            "time-micros" or "timestamp-millis" or "timestamp-micros" or "local-timestamp-millis" or "local-timestamp-micros" => type.Kind == AvroKind.Long,
            _ => false,
        };
        return fits ? name : null;
    }

    /// <summary>Digits of a decimal, and how many of them stand behind the point.</summary>
    public static (int Precision, int Scale) DecimalOf(AvroType type) => (Number(type, "precision") ?? 0, Number(type, "scale") ?? 0);

    private static bool IsDecimal(AvroType type)
    {
        if (type.Kind != AvroKind.Bytes && type.Kind != AvroKind.Fixed) return false;
        if (Number(type, "precision") is not { } precision || precision <= 0) return false;
        if (TryFind(type, "scale", out _) && Number(type, "scale") is null) return false;
        int scale = Number(type, "scale") ?? 0;
        return scale >= 0 && scale <= precision && precision <= MostDigits(type);
    }

    /// <summary>So many decimal digits fit in so many bytes of two's complement.</summary>
    private static double MostDigits(AvroType type) =>
        type is AvroFixed bytes ? Math.Floor(Math.Log10(2) * (8.0 * bytes.SizeBytes - 1)) : double.MaxValue;

    private static int? Number(AvroType type, string name) =>
        TryFind(type, name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    private static bool TryFind(AvroType type, string name, out JsonElement value)
    {
        foreach (var property in type.Properties)
        {
            value = property.Value;
            if (property.Key == name) return true;
        }

        value = default;
        return false;
    }
}
