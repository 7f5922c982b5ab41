using System.Globalization;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

internal sealed partial class AvroPrinter
{
    /// <summary>The logical type first, a decimal's digits behind it, then the rest in order.</summary>
    private void WriteLogical(AvroType type, string logical)
    {
        Member(AvroLogicalTypes.Member, logical);
        bool isDecimal = logical == "decimal";
        if (isDecimal) WriteDecimal(AvroLogicalTypes.DecimalOf(type));
        WriteProperties(type.Properties.Where(property =>
            property.Key != AvroLogicalTypes.Member && !(isDecimal && property.Key is "precision" or "scale")));
    }

    private void WriteDecimal((int Precision, int Scale) digits)
    {
        Member("precision");
        _text.Append(digits.Precision.ToString(CultureInfo.InvariantCulture));
        if (digits.Scale == 0) return;
        Member("scale");
        _text.Append(digits.Scale.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A default, which a stored schema may have of another shape than its type's: members in order, and numbers as their type has them, so that <c>0</c> and <c>0.0</c> of a double are one.</summary>
    private void WriteNormalized(AvroType type, JsonElement value)
    {
        if (type is AvroUnion { Branches: [var first, ..] }) WriteNormalized(first, value);
        else if (value.ValueKind == JsonValueKind.Number && type.Kind == AvroKind.Double) JavaNumbers.Write(_text, value.GetDouble());
        else if (value.ValueKind == JsonValueKind.Number && type.Kind == AvroKind.Float) JavaNumbers.Write(_text, (float)value.GetDouble());
        else if (value.ValueKind == JsonValueKind.Array && type is AvroCollection array) WriteItems(array.Element, value);
        else if (value.ValueKind == JsonValueKind.Object && type is (AvroCollection or AvroRecord)) WriteMembers(type, value);
        else AvroJson.Write(_text, value, sorted: true);
    }

    private void WriteItems(AvroType element, JsonElement value)
    {
        string separator = "";
        _text.Append('[');
        foreach (JsonElement item in value.EnumerateArray())
        {
            _text.Append(separator);
            WriteNormalized(element, item);
            separator = ",";
        }

        _text.Append(']');
    }

    private void WriteMembers(AvroType type, JsonElement value)
    {
        string separator = "";
        _text.Append('{');
        foreach (JsonProperty member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            _text.Append(separator);
            WriteString(member.Name);
            _text.Append(':');
            WriteMember(type, member);
            separator = ",";
        }

        _text.Append('}');
    }

    private void WriteMember(AvroType type, JsonProperty member)
    {
        AvroType? within = type is AvroRecord record ? record.Find(member.Name)?.Type : ((AvroCollection)type).Element;
        if (within is null) AvroJson.Write(_text, member.Value, sorted: true);
        else WriteNormalized(within, member.Value);
    }
}
