using System.Runtime.InteropServices;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>
/// One value or name of a JSON text; 16 bytes. A container is followed by its members, a name by its value.
/// <code>info: bits 0-2 kind, 3 escaped, 4 plain integer, 5 ASCII, 8-31 members of a container</code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Token(JsonKind kind, int start, int length, int next)
{
    public const int CountMax = (1 << 24) - 1;

    private const uint EscapedBit = 1 << 3;
    private const uint PlainIntegerBit = 1 << 4;
    private const uint AsciiBit = 1 << 5;
    private const int CountShift = 8;

    /// <summary>Where its text begins: in the JSON text, or among the unescaped strings when <see cref="IsEscaped"/>.</summary>
    public int Start = start;

    /// <summary>The bytes of its text: without the quotes for a string or name, the whole for a container.</summary>
    public int Length = length;

    /// <summary>The token after this one and all that is in it; while a container is open, the one around it.</summary>
    public int Next = next;

    private uint _info = (uint)kind;

    public readonly JsonKind Kind => (JsonKind)(_info & 7);

    /// <summary>Its kind, a name taken as the string that it is.</summary>
    public readonly JsonKind ValueKind => Kind == JsonKind.Name ? JsonKind.String : Kind;

    /// <summary>Whether the string had escapes, and its text lies among the unescaped ones.</summary>
    public readonly bool IsEscaped => (_info & EscapedBit) != 0;

    /// <summary>Whether the number has neither fraction nor exponent.</summary>
    public readonly bool IsPlainInteger => (_info & PlainIntegerBit) != 0;

    /// <summary>Whether the string is known to be ASCII.</summary>
    public readonly bool IsAscii => (_info & AsciiBit) != 0;

    /// <summary>A container's members or items.</summary>
    public readonly int Count => (int)(_info >> CountShift);

    public void MarkEscaped() => _info |= EscapedBit;

    public void MarkPlainInteger() => _info |= PlainIntegerBit;

    public void MarkAscii() => _info |= AsciiBit;

    public void CountMember() => _info += 1 << CountShift;
}
