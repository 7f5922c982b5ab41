using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// The order in which Java's hash tables give their elements. Kafka's sticky assignors break ties by it, so equal assignments need it: by bucket, which is the hash with
/// its upper half folded in, modulo a power of two; within a bucket by age.
/// </summary>
internal static class JavaHash
{
    /// <summary>The size of a new table; it doubles when it is more than three quarters full, and never shrinks.</summary>
    public const int InitialBuckets = 16;

    public static int Of(string text)
    {
        int hash = 0;
        foreach (char unit in text) hash = unchecked((31 * hash) + unit);
        return hash;
    }

    public static int Of(TopicPartition partition) => unchecked((31 * (31 + partition.Partition)) + Of(partition.Topic));

    public static int Bucket(int hash, int buckets) => (hash ^ (hash >>> 16)) & (buckets - 1);

    public static int Grown(int buckets, int count)
    {
        while (count * 4L > buckets * 3L) buckets *= 2;
        return buckets;
    }

    /// <summary>The elements in the order of a table that they were put into one after another.</summary>
    public static IEnumerable<T> Ordered<T>(IReadOnlyCollection<T> elements, Func<T, string> key)
    {
        int buckets = Grown(InitialBuckets, elements.Count);
        return elements.OrderBy(element => Bucket(Of(key(element)), buckets));
    }
}
