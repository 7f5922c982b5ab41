using System.Buffers.Binary;

namespace RestStream.Schemas.Enforcement;

/// <summary>
/// Confluent's two wire forms. In front of the payload: <c>0x00, id (4 bytes, big-endian)</c>. Or in the header <see cref="ValueHeader"/> or <see cref="KeyHeader"/>:
/// <c>0x01, guid (16 bytes, big-endian)</c>, for Protobuf the message indexes behind it, and the payload bare. The header counts before the prefix.
/// </summary>
internal readonly ref struct WireForm
{
    private const byte IdMagic = 0;
    private const byte GuidMagic = 1;
    private const int PrefixBytes = 5;
    private const int GuidBytes = 16;

    private WireForm(WireFormKind kind, int id, Guid guid, Payload payload)
    {
        (Kind, Id, Guid) = (kind, id, guid);
        Payload = payload;
    }

    public static ReadOnlySpan<byte> ValueHeader => "__value_schema_id"u8;

    public static ReadOnlySpan<byte> KeyHeader => "__key_schema_id"u8;

    /// <summary>How many bytes <see cref="WriteHeader"/> writes.</summary>
    public static int HeaderValueBytes => 1 + GuidBytes;

    public WireFormKind Kind { get; }

    public int Id { get; }

    public Guid Guid { get; }

    public Payload Payload { get; }

    public static ReadOnlySpan<byte> HeaderOf(RecordPart part) => part == RecordPart.Value ? ValueHeader : KeyHeader;

    /// <summary>True when the bytes begin with the magic byte and have room for an id.</summary>
    public static bool HasPrefix(ReadOnlySpan<byte> bytes) => bytes.Length >= PrefixBytes && bytes[0] == IdMagic;

    /// <summary>Reads a key or a value.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="hasHeader">True when the record has the header that may name its schema.</param>
    /// <param name="header">The header's value.</param>
    public static WireForm Read(ReadOnlySpan<byte> bytes, bool hasHeader, ReadOnlySpan<byte> header)
    {
        if (hasHeader) return ReadHeader(bytes, header);
        if (HasPrefix(bytes))
            return new(WireFormKind.Id, BinaryPrimitives.ReadInt32BigEndian(bytes[1..]), default, new Payload { Bytes = bytes[PrefixBytes..] });
        return new(WireFormKind.None, 0, default, new Payload { Bytes = bytes });
    }

    /// <summary>Writes what a header says that names a schema.</summary>
    public static void WriteHeader(Guid guid, Span<byte> destination)
    {
        destination[0] = GuidMagic;
        guid.TryWriteBytes(destination[1..], bigEndian: true, out _);
    }

    private static WireForm ReadHeader(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> header)
    {
        if (header.Length == PrefixBytes && header[0] == IdMagic)
            return new(WireFormKind.Id, BinaryPrimitives.ReadInt32BigEndian(header[1..]), default, new Payload { Bytes = bytes, IsNamedByHeader = true });
        if (header.Length < HeaderValueBytes || header[0] != GuidMagic) return new(WireFormKind.Unreadable, 0, default, new Payload { Bytes = bytes });
        var payload = new Payload { Bytes = bytes, IsNamedByHeader = true, HeaderIndexes = header[HeaderValueBytes..] };
        return new(WireFormKind.Guid, 0, new Guid(header.Slice(1, GuidBytes), bigEndian: true), payload);
    }
}
