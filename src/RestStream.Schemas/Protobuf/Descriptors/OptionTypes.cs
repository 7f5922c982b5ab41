using RestStream.Schemas.Protobuf.Linking;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>The messages of options, and the extensions that a file sees.</summary>
internal sealed class OptionTypes
{
    private const string DescriptorPath = "google/protobuf/descriptor.proto";

    private readonly Dictionary<string, (ProtoMessage Extendee, ProtoField Field)> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Extendee, int Number), ProtoField> _byNumber = [];

    public OptionTypes(ProtoFile file)
    {
        foreach (var extend in file.Closure().SelectMany(each => each.AllExtends()))
        {
            foreach (var field in extend.Fields) Add(extend.Extendee!, field);
        }
    }

    /// <summary>One of descriptor.proto's messages, as <c>FieldOptions</c>.</summary>
    public static ProtoMessage Find(string name) => (ProtoMessage)WellKnownFiles.Find(DescriptorPath)!.Exported["google.protobuf." + name];

    public ProtoField? Extension(ProtoMessage extendee, int number) => _byNumber.GetValueOrDefault((extendee.FullName, number));

    /// <summary>The extension that a name means in a scope, from the innermost outwards.</summary>
    public ProtoField? Extension(ProtoMessage extendee, string name, string scope) => Find(extendee, name, scope);

    /// <summary>The same, of whatever message.</summary>
    public ProtoField? Extension(string name, string scope) => Find(null, name, scope);

    private ProtoField? Find(ProtoMessage? extendee, string name, string scope)
    {
        for (var outer = name[0] == '.' ? "" : scope; ; outer = outer.LastIndexOf('.') is var dot and >= 0 ? outer[..dot] : "")
        {
            var full = outer.Length == 0 ? name.TrimStart('.') : $"{outer}.{name}";
            if (_byName.TryGetValue(full, out var found) && (extendee is null || found.Extendee.FullName == extendee.FullName)) return found.Field;
            if (outer.Length == 0) return null;
        }
    }

    private void Add(ProtoMessage extendee, ProtoField field)
    {
        _byName.TryAdd(field.ExtensionName!, (extendee, field));
        _byNumber.TryAdd((extendee.FullName, field.Number), field);
    }
}
