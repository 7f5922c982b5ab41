using System.Buffers;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>
/// Writes JSON as a binary value: what <see cref="AvroDecoder"/> shows, and Avro's own JSON. A union's value is <c>{"branch": value}</c> where that fits, else
/// the first branch that the plain value fits; a member that a record lacks is the field's default.
/// </summary>
internal sealed partial class AvroEncoder : IDisposable
{
    private readonly MemoryStream _written = new();
    private int _left = AvroLimits.EncodedValues;
    private string? _problem;

    public static bool TryEncode(AvroType type, JsonElement value, IBufferWriter<byte> into, out string? problem)
    {
        using var encoder = new AvroEncoder();
        bool fits = encoder.TryValue(type, value, AvroLimits.ValueDepth);
        if (fits) into.Write(encoder._written.GetBuffer().AsSpan(0, (int)encoder._written.Length));
        problem = fits ? null : encoder._problem;
        return fits;
    }

    public void Dispose() => _written.Dispose();

    private bool TryValue(AvroType type, JsonElement value, int depth)
    {
        if (depth == 0) return Fail("values lie too deep in each other");
        if (_left-- <= 0) return Fail("too many branches of unions have to be tried: name them, as {\"branch\": value}");
        bool fits = type.Kind switch
        {
            AvroKind.Null => value.ValueKind == JsonValueKind.Null,
            AvroKind.Boolean => TryBoolean(value),
            AvroKind.Int => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && WriteLong(number),
            AvroKind.Long => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && WriteLong(number),
            AvroKind.Float => TryNumber(value, out double number) && WriteFloat((float)number),
            AvroKind.Double => TryNumber(value, out double number) && WriteDouble(number),
            AvroKind.Bytes => TryLatin(value, out byte[] bytes) && WriteLong(bytes.Length) && Write(bytes),
            AvroKind.Fixed => TryLatin(value, out byte[] bytes) && bytes.Length == ((AvroFixed)type).SizeBytes && Write(bytes),
            AvroKind.String => value.ValueKind == JsonValueKind.String && WriteString(value.GetString()!),
            AvroKind.Enum => TryEnum((AvroEnum)type, value),
            AvroKind.Union => TryUnion((AvroUnion)type, value, depth - 1),
            AvroKind.Array => TryArray((AvroCollection)type, value, depth - 1),
            AvroKind.Map => TryMap((AvroCollection)type, value, depth - 1),
            _ => TryRecord((AvroRecord)type, value, depth - 1),
        };
        return fits || Fail(type, value);
    }

    private bool TryRecord(AvroRecord record, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object) return false;
        foreach (JsonProperty member in value.EnumerateObject())
            if (record.Find(member.Name) is null) return Fail($"{record.Name.Full} has no field \"{member.Name}\"");
        foreach (AvroField field in record.Fields)
        {
            bool given = value.TryGetProperty(field.Name, out JsonElement member);
            if (!given && field.Default is null) return Fail($"the field \"{field.Name}\" of {record.Name.Full} is missing");
            if (!(given ? TryValue(field.Type, member, depth) : TryDefault(field, depth))) return false;
        }

        return true;
    }

    /// <summary>A default is written without its branch: it is of a union's first.</summary>
    private bool TryDefault(AvroField field, int depth) => field.Type is AvroUnion { Branches: [var first, ..] }
        ? WriteLong(0) && TryValue(first, field.Default!.Value, depth)
        : TryValue(field.Type, field.Default!.Value, depth);

    private bool TryUnion(AvroUnion union, JsonElement value, int depth)
    {
        for (int index = 0; index < union.Branches.Length; index++)
            if (IsWrapped(value, union.Branches[index], out JsonElement inner) && TryBranch(union, index, inner, depth)) return true;
        for (int index = 0; index < union.Branches.Length; index++)
            if (TryBranch(union, index, value, depth)) return true;
        return false;
    }

    private bool TryBranch(AvroUnion union, int index, JsonElement value, int depth)
    {
        long start = _written.Length;
        WriteLong(index);
        if (TryValue(union.Branches[index], value, depth))
        {
            _problem = null;
            return true;
        }

        _written.SetLength(start);
        return false;
    }

    private static bool IsWrapped(JsonElement value, AvroType branch, out JsonElement inner)
    {
        inner = default;
        return value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 && value.TryGetProperty(branch.BranchName, out inner);
    }

    private bool TryArray(AvroCollection array, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array) return false;
        if (value.GetArrayLength() > 0) WriteLong(value.GetArrayLength());
        foreach (JsonElement item in value.EnumerateArray())
            if (!TryValue(array.Element, item, depth)) return false;
        return WriteLong(0);
    }

    private bool TryMap(AvroCollection map, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object) return false;
        if (value.GetPropertyCount() > 0) WriteLong(value.GetPropertyCount());
        foreach (JsonProperty member in value.EnumerateObject())
            if (!WriteString(member.Name) || !TryValue(map.Element, member.Value, depth)) return false;
        return WriteLong(0);
    }

    private bool Fail(AvroType type, JsonElement value)
    {
        string text = value.GetRawText();
        return Fail($"{(text.Length <= 80 ? text : text[..80] + "…")} is no {type.BranchName}");
    }

    private bool Fail(string problem)
    {
        _problem ??= problem;
        return false;
    }
}
