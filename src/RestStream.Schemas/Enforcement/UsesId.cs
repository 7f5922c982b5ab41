using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RestStream.Schemas.Enforcement;

/// <summary>An id that the contents of all references decide: the names, what they stand for, and what that uses in turn.</summary>
internal static class UsesId
{
    /// <summary>What stands for references that cannot be resolved.</summary>
    public static readonly Guid Unresolved = Guid.AllBitsSet;

    /// <summary>The id; empty for no references.</summary>
    public static Guid Of(IReadOnlyList<ResolvedReference> references)
    {
        if (references.Count == 0) return Guid.Empty;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Each list once: what many use would else be walked once for every way that leads to it.
        var seen = new HashSet<IReadOnlyList<ResolvedReference>>(ReferenceEqualityComparer.Instance) { references };
        var open = new Queue<IReadOnlyList<ResolvedReference>>(seen);
        while (open.TryDequeue(out var list))
        {
            Append(hash, list.Count);
            foreach (var (reference, text, uses) in list)
            {
                Append(hash, reference.Name);
                Append(hash, reference.Subject);
                Append(hash, reference.Version);
                Append(hash, text);
                if (seen.Add(uses)) open.Enqueue(uses);
            }
        }

        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Append(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
