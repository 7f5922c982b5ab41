using RestStream.Schemas.Json.Compatibility.Model;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>Compares schemas that are made from others.</summary>
internal sealed partial class SchemaDiff
{
    /// <summary>Where only one side is combined: whether one of its subschemas alone makes the pair compatible.</summary>
    private bool IsPassedByBranch(Comparison found, string path, SchemaNode old, SchemaNode @new) => (old, @new) switch
    {
        (CombinedNode, CombinedNode) => false,
        (_, CombinedNode { IsSingle: true } c) => IsPassed(found, Tried(path, old, c.Subschemas[0])),
        (CombinedNode { IsSingle: true } c, _) => IsPassed(found, Tried(path, c.Subschemas[0], @new)),
        (_, CombinedNode { Criterion: CombinedNode.AnyOf or CombinedNode.OneOf } c) => IsAnyPassed(
            found, path, SumTypeExtended, old, @new, c.Subschemas.Select(branch => (old, branch))),
        (CombinedNode { Criterion: CombinedNode.AllOf } c, _) => IsAnyPassed(
            found, path, ProductTypeNarrowed, old, @new, c.Subschemas.Select(branch => (branch, @new))),
        _ => false,
    };

    private bool IsAnyPassed(
        Comparison found, string path, DifferenceType type, SchemaNode old, SchemaNode @new, IEnumerable<(SchemaNode Old, SchemaNode New)> branches)
    {
        foreach (var branch in branches)
        {
            if (!IsPassed(found, Tried(path, branch.Old, branch.New))) continue;
            found.Add(type, path, old, @new);
            return true;
        }

        return false;
    }

    private static bool IsPassed(Comparison found, Comparison tried)
    {
        if (tried.IsCompatible) found.AddAll("", tried);
        return tried.IsCompatible;
    }

    private void CompareCombined(Comparison found, string path, CombinedNode old, CombinedNode @new)
    {
        if (old.Criterion != @new.Criterion)
        {
            var isExtended = IsWider(old, @new);
            found.Add(isExtended ? CombinedTypeExtended : CombinedTypeChanged, path, old, @new);
            if (!isExtended) return;
        }

        CompareCounts(found, path, old, @new);
        var matching = new SubschemaMatching(old.Subschemas.Count, @new.Subschemas.Count, Spend);
        for (var i = 0; i < old.Subschemas.Count; i++)
        {
            var place = Comparison.Join(path, $"{old.Criterion}/{i}");
            for (var j = 0; j < @new.Subschemas.Count; j++) matching.Offer(i, j, Tried(place, old.Subschemas[i], @new.Subschemas[j]));
        }

        foreach (var matched in matching.Matched()) found.AddAll("", matched);
        if (!matching.IsComplete) found.Add(CombinedTypeSubschemasChanged, path, old, @new);
    }

    private static void CompareCounts(Comparison found, string path, CombinedNode old, CombinedNode @new)
    {
        var (was, @is) = (old.Subschemas.Count, @new.Subschemas.Count);
        if (was == @is) return;
        var isProduct = (was < @is ? @new : old).Criterion == CombinedNode.AllOf;
        var type = was < @is
            ? isProduct ? ProductTypeExtended : SumTypeExtended
            : isProduct ? ProductTypeNarrowed : SumTypeNarrowed;
        found.Add(type, path, old, @new);
    }

    private static bool IsWider(CombinedNode old, CombinedNode @new) => @new.Criterion switch
    {
        CombinedNode.AnyOf => true,
        CombinedNode.OneOf => old.IsSingle || (@new.IsSingle && old.Criterion == CombinedNode.AllOf),
        _ => old.IsSingle && @new.IsSingle,
    };
}
