using System.Text;

namespace RestStream.Schemas.Protobuf.Compatibility;

/// <summary>How the schema that reads differs from the one that wrote.</summary>
internal sealed record Difference(DifferenceType Type, string Path, string Description)
{
    public bool IsCompatible => Type < DifferenceType.PackageChanged;

    /// <summary>Confluent's spelling, as <c>FIELD_KIND_CHANGED</c>.</summary>
    public string TypeName
    {
        get
        {
            var name = new StringBuilder();
            foreach (var c in Type.ToString())
            {
                if (char.IsAsciiLetterUpper(c) && name.Length > 0) name.Append('_');
                name.Append(char.ToUpperInvariant(c));
            }

            return name.ToString();
        }
    }
}
