namespace RestStream.Schemas.Protobuf.Model;

/// <summary>What an option is set to.</summary>
internal abstract record OptionValue
{
    /// <summary>The items of a list; any other value alone.</summary>
    public static IReadOnlyList<OptionValue> ItemsOf(OptionValue value) => value is List list ? list.Items : [value];

    /// <summary>A bare word: true, false, an enum's value, inf or nan.</summary>
    internal sealed record Word(string Name, bool Negative = false) : OptionValue;

    /// <summary>A number.</summary>
    internal abstract record Number : OptionValue
    {
        /// <summary>As it was written, with its sign; null for one that came in binary.</summary>
        public string? Spelling { get; init; }
    }

    internal sealed record Integer(ulong Magnitude, bool Negative) : Number
    {
        public Int128 Value => Negative ? -(Int128)Magnitude : Magnitude;
    }

    internal sealed record Real(double Value) : Number;

    /// <summary>Text or bytes; escapes are undone.</summary>
    internal sealed record Text(byte[] Bytes) : OptionValue
    {
        public string String => System.Text.Encoding.UTF8.GetString(Bytes);
    }

    /// <summary>A message in text format.</summary>
    internal sealed record Aggregate(IReadOnlyList<AggregateEntry> Entries) : OptionValue;

    internal sealed record List(IReadOnlyList<OptionValue> Items) : OptionValue;
}
