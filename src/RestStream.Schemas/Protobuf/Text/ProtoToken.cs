using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>A word of a <c>.proto</c> text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name or a symbol; the digits of a number.</param>
/// <param name="Place">Where it begins.</param>
internal readonly record struct ProtoToken(ProtoTokenKind Kind, string Text, ProtoPlace Place)
{
    /// <summary>An integer's value.</summary>
    public ulong Integer { get; init; }

    /// <summary>A number's value.</summary>
    public double Real { get; init; }

    /// <summary>A literal's bytes, escapes undone.</summary>
    public byte[]? Bytes { get; init; }

    public bool IsSymbol(char symbol) => Kind == ProtoTokenKind.Symbol && Text[0] == symbol;

    public bool IsName(string name) => Kind == ProtoTokenKind.Name && Text == name;

    public override string ToString() => Kind switch
    {
        ProtoTokenKind.End => "the end of the text",
        ProtoTokenKind.Text => "a string",
        _ => $"'{Text}'",
    };
}
