using RestStream.Schemas.Json.Compatibility.Model;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>Compares what schemas say about arrays.</summary>
internal sealed partial class SchemaDiff
{
    private void CompareArrays(Comparison found, string path, ArrayNode old, ArrayNode @new)
    {
        Compare(found, Comparison.Join(path, "items"), old.AllItems, @new.AllItems);
        CompareTuples(found, Comparison.Join(path, "items"), old, @new);
        CompareAdditional(found, path, RestTypes.AdditionalItems, old.Rest, @new.Rest);
        CompareUnevaluated(found, path, RestTypes.UnevaluatedItems, old.Rest.Unevaluated, @new.Rest.Unevaluated);
        CompareLimit(found, path, LimitTypes.MaxItems, old.MaxItems, @new.MaxItems);
        CompareLimit(found, path, LimitTypes.MinItems, old.MinItems, @new.MinItems);
        CompareLimit(found, path, LimitTypes.MaxContains, old.MaxContains, @new.MaxContains);
        CompareLimit(found, path, LimitTypes.MinContains, old.MinContains, @new.MinContains);
        if (old.UniqueItems == @new.UniqueItems) return;
        found.Add(old.UniqueItems ? UniqueItemsRemoved : UniqueItemsAdded, Comparison.Join(path, "uniqueItems"));
    }

    private void CompareTuples(Comparison found, string path, ArrayNode old, ArrayNode @new)
    {
        for (var i = 0; i < Math.Max(old.Tuple.Count, @new.Tuple.Count); i++)
        {
            var place = Comparison.Join(path, $"{i}");
            if (i >= @new.Tuple.Count) CompareRemovedItem(found, place, old.Tuple[i], @new.Rest);
            else if (i >= old.Tuple.Count) CompareAddedItem(found, place, @new.Tuple[i], old.Rest);
            else Compare(found, place, old.Tuple[i], @new.Tuple[i]);
        }
    }

    private void CompareRemovedItem(Comparison found, string path, SchemaNode removed, RestModel @new)
    {
        Spend();
        if (@new.IsOpen)
        {
            found.Add(ItemRemovedFromOpenContentModel, path, removed);
        }
        else if (@new.Schema is { } rest)
        {
            var covered = CompareCovering(found, path, removed, rest);
            found.Add(
                covered ? ItemRemovedIsCoveredByPartiallyOpenContentModel : ItemRemovedNotCoveredByPartiallyOpenContentModel,
                path, removed, rest);
        }
        else
        {
            var wasNever = removed.Target.Kind == PlainNode.Never;
            found.Add(wasNever ? ItemWithFalseRemovedFromClosedContentModel : ItemRemovedFromClosedContentModel, path, removed);
        }
    }

    private void CompareAddedItem(Comparison found, string path, SchemaNode added, RestModel old)
    {
        Spend();
        if (old.IsOpen)
        {
            var isAny = added.Target.Kind == PlainNode.Any;
            found.Add(isAny ? ItemWithEmptySchemaAddedToOpenContentModel : ItemAddedToOpenContentModel, path, null, added);
        }
        else if (old.Schema is { } rest)
        {
            var covered = CompareCovering(found, path, rest, added);
            found.Add(
                covered ? ItemAddedIsCoveredByPartiallyOpenContentModel : ItemAddedNotCoveredByPartiallyOpenContentModel, path, rest, added);
        }
        else
        {
            found.Add(ItemAddedToClosedContentModel, path, null, added);
        }
    }
}
