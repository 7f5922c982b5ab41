namespace RestStream.Schemas.Protobuf.Model;

/// <summary>A message or an enum. Built by a reader, completed by the linker, not changed after.</summary>
internal abstract class ProtoType(string name, ProtoPlace place)
{
    public string Name { get; } = name;

    public ProtoPlace Place { get; } = place;

    public List<ProtoOption> Options { get; } = [];

    /// <summary>With package and enclosing messages, without a leading dot.</summary>
    public string FullName { get; set; } = name;

    /// <summary>The file that declares it.</summary>
    public ProtoFile File { get; set; } = null!;

    public ProtoMessage? Parent { get; set; }

    /// <summary>The name without the package.</summary>
    public string LocalName => File.Package.Length == 0 ? FullName : FullName[(File.Package.Length + 1)..];
}
