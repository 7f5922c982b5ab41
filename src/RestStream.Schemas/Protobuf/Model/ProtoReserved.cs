namespace RestStream.Schemas.Protobuf.Model;

/// <summary>One <c>reserved</c> statement: numbers and names, in their order.</summary>
internal sealed record ProtoReserved(IReadOnlyList<ProtoReservedItem> Items, ProtoPlace Place)
{
    public IEnumerable<ProtoRange> Ranges => Items.Select(item => item.Range).OfType<ProtoRange>();

    public IEnumerable<string> Names => Items.Select(item => item.Name).OfType<string>();

    public static ProtoReserved Of(ProtoRange range) => new([new ProtoReservedItem(range, null)], default);

    public static ProtoReserved Of(string name) => new([new ProtoReservedItem(null, name)], default);
}
