using RestStream.Schemas.Json.Compatibility.Model;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>Compares what schemas say about the properties and items that they do not name.</summary>
internal sealed partial class SchemaDiff
{
    private void CompareAdditional(Comparison found, string path, RestTypes types, RestModel old, RestModel @new)
    {
        var place = Comparison.Join(path, types.Keyword);
        if (old.AllowsAdditional != @new.AllowsAdditional)
        {
            found.Add(@new.AllowsAdditional ? types.Added : types.Removed, place, old.Additional, @new.Additional);
        }
        else if (old.Additional is null && @new.Additional is not null)
        {
            found.Add(types.Narrowed, place, null, @new.Additional);
        }
        else if (@new.Additional is null && old.Additional is not null)
        {
            found.Add(types.Extended, place, old.Additional);
        }
        else
        {
            Compare(found, place, old.Additional, @new.Additional);
        }
    }

    private void CompareUnevaluated(Comparison found, string path, RestTypes types, SchemaNode? old, SchemaNode? @new)
    {
        if (old is null && @new is null) return;
        var place = Comparison.Join(path, types.Keyword);
        var (was, @is) = (OpennessOf(old), OpennessOf(@new));
        if (old is not null && @new is not null && was == @is) Compare(found, place, old, @new);
        else if (was == @is) return;
        else if (was == Openness.Closed) found.Add(types.Added, place, old, @new);
        else if (@is == Openness.Closed) found.Add(types.Removed, place, old, @new);
        else found.Add(was == Openness.Open ? types.Narrowed : types.Extended, place, old, @new);
    }

    private static Openness OpennessOf(SchemaNode? unevaluated) => unevaluated?.Target.Kind switch
    {
        null or PlainNode.Any => Openness.Open,
        PlainNode.Never => Openness.Closed,
        _ => Openness.Partial,
    };

    private enum Openness
    {
        Open,
        Partial,
        Closed,
    }
}
