using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>Options of a descriptor of which the extensions can be read only when the imports are known.</summary>
internal sealed record CustomOptions(string TypeName, ReadOnlyMemory<byte> Bytes, List<ProtoOption> Target)
{
    /// <summary>Reads what was left for a file that is linked now.</summary>
    public static void Complete(ProtoFile file)
    {
        if (file.CustomOptions.Count == 0) return;
        var types = new OptionTypes(file);
        foreach (var custom in file.CustomOptions) custom.Complete(types);
        file.CustomOptions.Clear();
    }

    private void Complete(OptionTypes types)
    {
        try
        {
            Target.AddRange(OptionDecoder.Extensions(OptionTypes.Find(TypeName), Bytes, types));
        }
        catch (FormatException e)
        {
            throw new SchemaException($"A custom option of the descriptor cannot be read. {e.Message}", "descriptor");
        }
    }
}
