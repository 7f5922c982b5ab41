using System.Text;

namespace RestStream.Schemas.Protobuf.Model;

/// <summary>A field, or an extension. For a map, <see cref="Kind"/> and the type are its value's.</summary>
internal sealed class ProtoField(string name, int number, ProtoPlace place)
{
    public string Name { get; } = name;

    public int Number { get; } = number;

    public ProtoPlace Place { get; } = place;

    public FieldLabel Label { get; init; }

    public FieldKind Kind { get; set; }

    /// <summary>The type's name as it was written; empty for a scalar.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>The message or enum; null for a scalar.</summary>
    public ProtoType? Type { get; set; }

    public FieldKind? MapKey { get; private set; }

    /// <summary>The message that a map was declared by, as descriptors and the texts that Java's serialisers make of them do; null for <c>map&lt;…&gt;</c>.</summary>
    public ProtoMessage? MapEntry { get; private set; }

    public ProtoOneof? Oneof { get; init; }

    public List<ProtoOption> Options { get; } = [];

    /// <summary>An extension's full name; null for an ordinary field.</summary>
    public string? ExtensionName { get; set; }

    public bool IsMap => MapKey is not null;

    /// <summary>A map as <c>map&lt;…&gt;</c>; <paramref name="number"/> and the rest as for any field.</summary>
    public static ProtoField Map(string name, int number, ProtoPlace place, FieldKind key, FieldKind value, string typeName) =>
        new(name, number, place) { Label = FieldLabel.Repeated, Kind = value, TypeName = typeName, MapKey = key };

    public bool IsRepeated => Label == FieldLabel.Repeated;

    public ProtoMessage? Message => Type as ProtoMessage;

    public ProtoEnum? Enum => Type as ProtoEnum;

    /// <summary>The name of the message that stands for a map's entries in descriptors.</summary>
    public string MapEntryName => MapEntry?.Name ?? (Camel(Name, upperFirst: true) + "Entry");

    public string JsonName => StatedJsonName ?? DefaultJsonName;

    public string? StatedJsonName => Find("json_name") is { Value: OptionValue.Text text } ? text.String : null;

    public string DefaultJsonName => Camel(Name, upperFirst: false);

    public ProtoOption? Default => Find("default");

    public ProtoOption? Find(string option) => Options.Find(each => each.Is(option));

    /// <summary>Makes a map of a repeated field of entries, whose fields are resolved.</summary>
    public void BecomeMap(ProtoMessage entry)
    {
        var (key, value) = (entry.AllFields.Find(field => field.Number == 1)!, entry.AllFields.Find(field => field.Number == 2)!);
        (MapKey, Kind, Type, MapEntry) = (key.Kind, value.Kind, value.Type, entry);
    }

    /// <summary>True when the values of a repeated field are written packed.</summary>
    public bool IsPacked(ProtoSyntax syntax) =>
        IsRepeated && FieldKinds.CanBePacked(Kind)
        && (Find("packed")?.Value is OptionValue.Word word ? word.Name == "true" : syntax == ProtoSyntax.Proto3);

    private static string Camel(string name, bool upperFirst)
    {
        var camel = new StringBuilder(name.Length);
        var upper = upperFirst;
        foreach (var c in name)
        {
            if (c != '_') camel.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = c == '_';
        }

        return camel.ToString();
    }
}
