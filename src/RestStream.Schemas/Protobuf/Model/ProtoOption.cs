namespace RestStream.Schemas.Protobuf.Model;

internal sealed record ProtoOption(IReadOnlyList<OptionNamePart> Name, OptionValue Value, ProtoPlace Place)
{
    public string NameText => string.Join('.', Name.Select(part => part.IsExtension ? $"({part.Name})" : part.Name));

    public bool Is(string name) => Name is [{ IsExtension: false } only] && only.Name == name;

    public static ProtoOption Plain(string name, OptionValue value) => new([new OptionNamePart(name, false)], value, default);
}
