using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RestStream.Schemas.Registry;

/// <summary>
/// The MD5 of a schema's content, as Confluent's registries compute it on every cluster: text, references (name, subject, version as big-endian int32), then 0x01 and the metadata, then 0x01 and the
/// rule set; all texts as UTF-8, one after another.
/// </summary>
internal static class SchemaGuid
{
    public static Guid Of(string text, IReadOnlyList<SchemaReference> references, SchemaMetadata? metadata, SchemaRuleSet? rules)
    {
        Span<byte> hash = stackalloc byte[16];
#pragma warning disable CA5351 // The format decides: it names content, it protects nothing.
        if (references.Count == 0 && metadata is null && rules is null) MD5.HashData(Encoding.UTF8.GetBytes(text), hash);
        else Compute(text, references, metadata, rules, hash);
#pragma warning restore CA5351
        return new Guid(hash, bigEndian: true);
    }

#pragma warning disable CA5351
    private static void Compute(string text, IReadOnlyList<SchemaReference> references, SchemaMetadata? metadata, SchemaRuleSet? rules, Span<byte> hash)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Add(md5, text);
        foreach (var reference in references) Add(md5, reference);
        if (metadata is not null) Add(md5, metadata);
        if (rules is not null) Add(md5, rules);
        md5.GetHashAndReset(hash);
    }
#pragma warning restore CA5351

    private static void Add(IncrementalHash md5, SchemaReference reference)
    {
        Span<byte> version = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(version, reference.Version);
        Add(md5, reference.Name);
        Add(md5, reference.Subject);
        md5.AppendData(version);
    }

    private static void Add(IncrementalHash md5, SchemaMetadata metadata)
    {
        md5.AppendData([1]);
        foreach (var (path, tags) in metadata.Tags)
        {
            Add(md5, path);
            foreach (var tag in tags) Add(md5, tag);
        }

        foreach (var (name, value) in metadata.Properties)
        {
            Add(md5, name);
            Add(md5, value);
        }

        foreach (var name in metadata.Sensitive) Add(md5, name);
    }

    private static void Add(IncrementalHash md5, SchemaRuleSet rules)
    {
        md5.AppendData([1]);
        foreach (var rule in rules.MigrationRules) Add(md5, rule);
        foreach (var rule in rules.DomainRules) Add(md5, rule);
        foreach (var rule in rules.EncodingRules) Add(md5, rule);
        Add(md5, rules.EnableAt);
    }

    private static void Add(IncrementalHash md5, SchemaRule rule)
    {
        Add(md5, rule.Name);
        Add(md5, rule.Doc);
        Add(md5, rule.Kind);
        Add(md5, rule.Mode);
        Add(md5, rule.Type);
        foreach (var tag in rule.Tags) Add(md5, tag);
        foreach (var (name, value) in rule.Params)
        {
            Add(md5, name);
            Add(md5, value);
        }

        Add(md5, rule.Expr);
        Add(md5, rule.OnSuccess);
        Add(md5, rule.OnFailure);
        if (rule.Disabled) md5.AppendData([1]);
    }

    private static void Add(IncrementalHash md5, string? text)
    {
        if (text is not null) md5.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
