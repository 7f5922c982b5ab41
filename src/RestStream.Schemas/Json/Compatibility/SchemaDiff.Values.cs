using RestStream.Schemas.Json.Compatibility.Model;
using RestStream.Schemas.Json.Text;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>Compares what schemas say about strings, numbers and single values.</summary>
internal sealed partial class SchemaDiff
{
    private static void CompareStrings(Comparison found, string path, StringNode old, StringNode @new)
    {
        CompareLimit(found, path, LimitTypes.MaxLength, old.MaxLength, @new.MaxLength);
        CompareLimit(found, path, LimitTypes.MinLength, old.MinLength, @new.MinLength);
        if (old.Pattern == @new.Pattern) return;
        var type = old.Pattern is null ? PatternAdded : @new.Pattern is null ? PatternRemoved : PatternChanged;
        found.Add(type, Comparison.Join(path, "pattern"), old.Pattern, @new.Pattern);
    }

    private static void CompareNumbers(Comparison found, string path, NumberNode old, NumberNode @new)
    {
        CompareLimit(found, path, LimitTypes.Maximum, old.Maximum, @new.Maximum);
        CompareLimit(found, path, LimitTypes.Minimum, old.Minimum, @new.Minimum);
        CompareLimit(found, path, LimitTypes.ExclusiveMaximum, old.ExclusiveMaximum, @new.ExclusiveMaximum);
        CompareLimit(found, path, LimitTypes.ExclusiveMinimum, old.ExclusiveMinimum, @new.ExclusiveMinimum);
        CompareMultipleOf(found, Comparison.Join(path, "multipleOf"), old.MultipleOf, @new.MultipleOf);
        if (old.IsInteger != @new.IsInteger) found.Add(old.IsInteger ? TypeExtended : TypeNarrowed, path, old, @new);
    }

    private static void CompareMultipleOf(Comparison found, string path, ExactDecimal? old, ExactDecimal? @new)
    {
        if (old is null && @new is null) return;
        if (old is not { } o) found.Add(MultipleOfAdded, path, null, @new.ToString());
        else if (@new is not { } n) found.Add(MultipleOfRemoved, path, o.ToString());
        else if (o.CompareTo(n) != 0) found.Add(MultipleChange(o, n), path, o.ToString(), n.ToString());
    }

    private static DifferenceType MultipleChange(ExactDecimal old, ExactDecimal @new)
    {
        if (@new.IsMultipleOf(old)) return MultipleOfExpanded;
        return old.IsMultipleOf(@new) ? MultipleOfReduced : MultipleOfChanged;
    }

    private static void CompareLimit(Comparison found, string path, LimitTypes types, ExactDecimal? old, ExactDecimal? @new)
    {
        if (old is null && @new is null) return;
        var place = Comparison.Join(path, types.Keyword);
        if (old is not { } o)
        {
            found.Add(types.Added, place, null, @new.ToString());
            return;
        }

        if (@new is not { } n)
        {
            found.Add(types.Removed, place, o.ToString());
            return;
        }

        var order = o.CompareTo(n);
        if (order != 0) found.Add(order < 0 ? types.Increased : types.Decreased, place, o.ToString(), n.ToString());
    }

    private static void CompareValues(Comparison found, string path, ValuesNode old, ValuesNode @new)
    {
        if (old.Texts.SetEquals(@new.Texts)) return;
        found.Add(ValuesChange(old, @new), Comparison.Join(path, old.Kind), old, @new);
    }

    private static DifferenceType ValuesChange(ValuesNode old, ValuesNode @new)
    {
        if (old.Texts.IsSubsetOf(@new.Texts)) return EnumArrayExtended;
        return @new.Texts.IsSubsetOf(old.Texts) ? EnumArrayNarrowed : EnumArrayChanged;
    }

    // What is forbidden may become less, so the pair is compared the other way round.
    private void CompareForbidden(Comparison found, string path, NotNode old, NotNode @new)
    {
        var reversed = Tried("", @new.Forbidden, old.Forbidden);
        if (reversed.IsCompatible && reversed.Differences.Count == 0) return;
        found.Add(reversed.IsCompatible ? NotTypeNarrowed : NotTypeExtended, Comparison.Join(path, "not"), old, @new);
    }
}
