using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>Writes a schema as Confluent's registry stores it, or normalised: a named type is spelled out where it stands first. Writes one schema.</summary>
/// <param name="known">Full names that are defined elsewhere, in what the schema uses.</param>
/// <param name="normalized">Whether what has no order of its own is put in one.</param>
internal sealed partial class AvroPrinter(IEnumerable<string> known, bool normalized)
{
    private readonly HashSet<string> _known = new(known, StringComparer.Ordinal);
    private readonly StringBuilder _text = new();

    public string Print(AvroType type)
    {
        Write(type, null);
        return _text.ToString();
    }

    private void Write(AvroType type, string? space)
    {
        switch (type)
        {
            case AvroNamedType named: WriteNamed(named, space); break;
            case AvroUnion union: WriteUnion(union, space); break;
            case AvroCollection collection: WriteCollection(collection, space); break;
            default: WritePrimitive(type); break;
        }
    }

    private void WritePrimitive(AvroType type)
    {
        if (type.Properties.Count == 0)
        {
            WriteString(AvroKinds.WordOf(type.Kind));
            return;
        }

        Open(AvroKinds.WordOf(type.Kind));
        WriteProperties(type);
        _text.Append('}');
    }

    private void WriteUnion(AvroUnion union, string? space)
    {
        _text.Append('[');
        for (int index = 0; index < union.Branches.Length; index++)
        {
            if (index > 0) _text.Append(',');
            Write(union.Branches[index], space);
        }

        _text.Append(']');
    }

    private void WriteCollection(AvroCollection collection, string? space)
    {
        Open(AvroKinds.WordOf(collection.Kind));
        Member(collection.Kind == AvroKind.Array ? "items" : "values");
        Write(collection.Element, space);
        WriteProperties(collection.Properties);
        _text.Append('}');
    }

    private void WriteNamed(AvroNamedType type, string? space)
    {
        if (!_known.Add(type.Name.Full))
        {
            WriteString(type.Name.Within(space));
            return;
        }

        // Types that name types that name types can go deeper than the text that defines them one after the other.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new SchemaException("The types lie too deep in each other to be written as one text.");
        Open(type is AvroRecord { IsError: true } && !normalized ? "error" : AvroKinds.WordOf(type.Kind));
        Member("name", type.Name.Name);
        if (type.Name.Space != space) Member("namespace", type.Name.Space ?? "");
        if (type.Doc is { } doc && !(normalized && doc.Length == 0)) Member("doc", doc);
        WriteBody(type);
        WriteProperties(type);
        WriteAliases(type);
        _text.Append('}');
    }

    private void WriteBody(AvroNamedType type)
    {
        switch (type)
        {
            case AvroRecord record: WriteFields(record); break;
            case AvroEnum symbols: WriteSymbols(symbols); break;
            case AvroFixed bytes: Member("size"); _text.Append(bytes.SizeBytes.ToString(CultureInfo.InvariantCulture)); break;
        }
    }

    private void WriteSymbols(AvroEnum type)
    {
        Member("symbols");
        WriteStrings(type.Symbols);
        if (type.Default is { } fallback) Member("default", fallback);
    }

    private void WriteFields(AvroRecord record)
    {
        Member("fields");
        _text.Append('[');
        for (int index = 0; index < record.Fields.Length; index++)
        {
            if (index > 0) _text.Append(',');
            WriteField(record.Fields[index], record.Name.Space);
        }

        _text.Append(']');
    }

    private void WriteField(AvroField field, string? space)
    {
        _text.Append("{\"name\":");
        WriteString(field.Name);
        Member("type");
        Write(field.Type, space);
        if (field.Doc is { } doc) Member("doc", doc);
        if (field.Default is { } value) WriteDefault(field.Type, value);
        if (field.Order is { } order) Member("order", order);
        if (field.Aliases.Count > 0)
        {
            Member("aliases");
            WriteStrings(normalized ? field.Aliases.Order(StringComparer.Ordinal) : field.Aliases);
        }

        WriteProperties(field.Properties);
        _text.Append('}');
    }

    /// <summary>A number that stands as a string is written as the number that it means.</summary>
    private void WriteDefault(AvroType type, JsonElement value)
    {
        Member("default");
        if (type.Kind is AvroKind.Float or AvroKind.Double && value.ValueKind == JsonValueKind.String && AvroDefaults.TryReadNumber(value.GetString()!, out double number))
            JavaNumbers.Write(_text, number);
        else if (normalized)
            WriteNormalized(type, value);
        else
            AvroJson.Write(_text, value, sorted: false);
    }

    private void WriteAliases(AvroNamedType type)
    {
        if (type.Aliases.Count == 0) return;
        IEnumerable<AvroName> aliases = normalized ? type.Aliases.OrderBy(alias => alias.Full, StringComparer.Ordinal) : type.Aliases;
        Member("aliases");
        WriteStrings(aliases.Select(alias => alias.Space is null && type.Name.Space is not null ? "." + alias.Name : alias.Within(type.Name.Space)));
    }

    private void WriteProperties(AvroType type)
    {
        if (normalized && AvroLogicalTypes.Of(type) is { } logical) WriteLogical(type, logical);
        else WriteProperties(type.Properties);
    }

    private void WriteProperties(IEnumerable<KeyValuePair<string, JsonElement>> properties)
    {
        if (normalized) properties = properties.OrderBy(property => property.Key, StringComparer.Ordinal);
        foreach (var property in properties)
        {
            Member(property.Key);
            AvroJson.Write(_text, property.Value, normalized);
        }
    }

    private void Open(string type)
    {
        _text.Append("{\"type\":");
        WriteString(type);
    }

    private void Member(string name)
    {
        _text.Append(',');
        WriteString(name);
        _text.Append(':');
    }

    private void Member(string name, string value)
    {
        Member(name);
        WriteString(value);
    }

    private void WriteString(string text) => AvroJson.WriteString(_text, text);

    private void WriteStrings(IEnumerable<string> texts)
    {
        string separator = "";
        _text.Append('[');
        foreach (string text in texts)
        {
            _text.Append(separator);
            WriteString(text);
            separator = ",";
        }

        _text.Append(']');
    }
}
