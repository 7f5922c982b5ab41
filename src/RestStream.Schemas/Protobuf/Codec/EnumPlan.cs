using System.Text.Json;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>The names of an enum's numbers; of aliases the first.</summary>
internal sealed class EnumPlan
{
    private readonly Dictionary<int, JsonEncodedText> _names = [];

    public EnumPlan(ProtoEnum declared)
    {
        foreach (var value in declared.Values) _names.TryAdd(value.Number, JsonEncodedText.Encode(value.Name));
        IsOpen = declared.IsOpen;
        Default = declared.IsOpen || declared.Values.Count == 0 ? 0 : declared.Values[0].Number;
        IsNull = declared.FullName == "google.protobuf.NullValue";
    }

    /// <summary>A number without a name is a value all the same.</summary>
    public bool IsOpen { get; }

    /// <summary>What a field is that did not come: 0, and for a closed enum its first value.</summary>
    public int Default { get; }

    /// <summary>The enum whose one value is JSON's null.</summary>
    public bool IsNull { get; }

    public bool TryName(int number, out JsonEncodedText name) => _names.TryGetValue(number, out name);

    public bool Knows(int number) => IsOpen || _names.ContainsKey(number);
}
