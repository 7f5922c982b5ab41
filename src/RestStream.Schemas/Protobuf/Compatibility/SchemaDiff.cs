using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Compatibility;

/// <summary>
/// Finds the differences between the schema that wrote records and the one that reads them, by Confluent's rules. Messages and enums are matched by name within
/// what holds them, fields by number over the whole message. A path is <c>#/Order/Line/2</c>: names without the package, then a field's number.
/// </summary>
internal sealed partial class SchemaDiff(ProtobufCompatibility compatibility)
{
    private readonly List<Difference> _differences = [];
    private int _breaking;
    private int _harmless;
    private readonly Dictionary<(ProtoMessage, ProtoMessage), bool> _imported = [];
    private readonly List<string> _path = [];

    public static IReadOnlyList<Difference> Compare(ProtoFile writer, ProtoFile reader, ProtobufCompatibility compatibility = ProtobufCompatibility.Version7)
    {
        var diff = new SchemaDiff(compatibility);
        if (writer.Package != reader.Package)
            diff.Add(DifferenceType.PackageChanged, $"The package is written as '{writer.Package}' and read as '{reader.Package}'.");
        diff.Types(writer.Types, reader.Types);
        return diff._differences;
    }

    private string Path => "#/" + string.Join('/', _path);

    /// <summary>All are counted; of each kind the first are told.</summary>
    private void Add(DifferenceType type, string description)
    {
        var difference = new Difference(type, "", description);
        var count = difference.IsCompatible ? ++_harmless : ++_breaking;
        if (count <= ProtobufLimits.MaxDifferences) _differences.Add(difference with { Path = Path });
    }

    /// <summary>Does something one step deeper.</summary>
    private void At(string step, Action compare)
    {
        _path.Add(step);
        compare();
        _path.RemoveAt(_path.Count - 1);
    }

    private void Types(List<ProtoType> writer, List<ProtoType> reader)
    {
        Messages(MessagesOf(writer), MessagesOf(reader));
        Enums(EnumsOf(writer), EnumsOf(reader));
    }

    private static List<ProtoMessage> MessagesOf(List<ProtoType> types) => [.. types.OfType<ProtoMessage>().Where(message => !message.IsGroup && !message.IsMapEntry).DistinctBy(message => message.Name)];

    private static List<ProtoEnum> EnumsOf(List<ProtoType> types) => [.. types.OfType<ProtoEnum>().DistinctBy(declared => declared.Name)];

    private void Messages(List<ProtoMessage> writer, List<ProtoMessage> reader)
    {
        var readers = reader.Select((message, index) => (message, index)).ToDictionary(each => each.message.Name);
        for (var index = 0; index < writer.Count; index++)
        {
            var written = writer[index];
            if (readers.Remove(written.Name, out var found)) At(written.Name, () => Message(written, found.message, index != found.index));
            else At(written.Name, () => Add(DifferenceType.MessageRemoved, $"The message {written.FullName} is written, and the reader does not have it."));
        }

        foreach (var name in readers.OrderBy(each => each.Value.index).Select(each => each.Key))
            At(name, () => Add(DifferenceType.MessageAdded, $"The reader has the message {readers[name].message.FullName}, which the writer does not have."));
    }

    private void Message(ProtoMessage writer, ProtoMessage reader, bool isMoved)
    {
        Message(writer, reader);
        if (isMoved) Add(DifferenceType.MessageMoved, $"The message {reader.FullName} stands at another place among its neighbours.");
    }

    private void Message(ProtoMessage writer, ProtoMessage reader)
    {
        Fields(writer, reader);
        Types(writer.Types, reader.Types);
    }

    private void Enums(List<ProtoEnum> writer, List<ProtoEnum> reader)
    {
        var readers = reader.ToDictionary(each => each.Name);
        foreach (var written in writer)
        {
            if (readers.Remove(written.Name, out var found)) At(written.Name, () => Enum(written, found));
            else At(written.Name, () => Add(DifferenceType.EnumRemoved, $"The enum {written.FullName} is written, and the reader does not have it."));
        }

        foreach (var added in reader.Where(each => readers.ContainsKey(each.Name)))
            At(added.Name, () => Add(DifferenceType.EnumAdded, $"The reader has the enum {added.FullName}, which the writer does not have."));
    }

    private void Enum(ProtoEnum writer, ProtoEnum reader)
    {
        var written = NamesByNumber(writer);
        var read = NamesByNumber(reader);
        foreach (var number in written.Keys.Union(read.Keys).Order())
        {
            var old = written.GetValueOrDefault(number);
            var now = read.GetValueOrDefault(number);
            if (old != now) At($"{number}", () => Constant(old, now));
        }
    }

    private static Dictionary<int, string> NamesByNumber(ProtoEnum declared) =>
        declared.Values.GroupBy(value => value.Number).ToDictionary(group => group.Key, group => group.Last().Name);

    private void Constant(string? writer, string? reader)
    {
        if (reader is null) Add(DifferenceType.EnumConstRemoved, $"The value {writer} is written, and the reader has no name for it.");
        else if (writer is null) Add(DifferenceType.EnumConstAdded, $"The reader names the value {reader}, which the writer does not have.");
        else Add(DifferenceType.EnumConstChanged, $"The value {writer} is read as {reader}.");
    }
}
