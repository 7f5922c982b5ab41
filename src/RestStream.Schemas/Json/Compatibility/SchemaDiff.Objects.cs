using RestStream.Schemas.Json.Compatibility.Model;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>Compares what schemas say about objects.</summary>
internal sealed partial class SchemaDiff
{
    private void CompareObjects(Comparison found, string path, ObjectNode old, ObjectNode @new)
    {
        CompareRequired(found, Comparison.Join(path, "required"), old, @new);
        CompareProperties(found, Comparison.Join(path, "properties"), old, @new);
        CompareDependencies(found, Comparison.Join(path, "dependencies"), old, @new);
        CompareAdditional(found, path, RestTypes.AdditionalProperties, old.Rest, @new.Rest);
        CompareUnevaluated(found, path, RestTypes.UnevaluatedProperties, old.Rest.Unevaluated, @new.Rest.Unevaluated);
        CompareLimit(found, path, LimitTypes.MaxProperties, old.MaxProperties, @new.MaxProperties);
        CompareLimit(found, path, LimitTypes.MinProperties, old.MinProperties, @new.MinProperties);
    }

    private static void CompareRequired(Comparison found, string path, ObjectNode old, ObjectNode @new)
    {
        foreach (var (name, schema) in @new.Properties)
        {
            if (!old.Properties.ContainsKey(name)) continue;
            var (was, @is) = (old.Required.Contains(name), @new.Required.Contains(name));
            if (was == @is) continue;
            var added = HasDefault(schema) ? RequiredAttributeWithDefaultAdded : RequiredAttributeAdded;
            found.Add(was ? RequiredAttributeRemoved : added, Comparison.Join(path, name), old.Properties[name], schema);
        }
    }

    private void CompareProperties(Comparison found, string path, ObjectNode old, ObjectNode @new)
    {
        foreach (var (name, schema) in old.Properties)
        {
            var place = Comparison.Join(path, name);
            if (@new.Properties.TryGetValue(name, out var now)) Compare(found, place, schema, now);
            else CompareRemoved(found, place, name, schema, @new);
        }

        foreach (var (name, schema) in @new.Properties)
        {
            if (!old.Properties.ContainsKey(name)) CompareAdded(found, Comparison.Join(path, name), name, schema, old, @new);
        }
    }

    // What becomes of a property that is no longer named is decided by what the new schema says about the rest.
    private void CompareRemoved(Comparison found, string path, string name, SchemaNode removed, ObjectNode @new)
    {
        Spend();
        if (@new.IsOpen)
        {
            found.Add(PropertyRemovedFromOpenContentModel, path, removed);
        }
        else if (@new.SchemaOfRest(name) is { } rest)
        {
            var covered = CompareCovering(found, path, removed, rest);
            found.Add(
                covered ? PropertyRemovedIsCoveredByPartiallyOpenContentModel : PropertyRemovedNotCoveredByPartiallyOpenContentModel,
                path, removed, rest);
        }
        else
        {
            var wasNever = removed.Target.Kind == PlainNode.Never;
            found.Add(wasNever ? PropertyWithFalseRemovedFromClosedContentModel : PropertyRemovedFromClosedContentModel, path, removed);
        }
    }

    // What a record may have held under a name that is new is decided by what the old schema says about the rest.
    private void CompareAdded(Comparison found, string path, string name, SchemaNode added, ObjectNode old, ObjectNode @new)
    {
        Spend();
        var isRequired = @new.Required.Contains(name);
        if (old.IsOpen)
        {
            found.Add(AddedToOpen(added, isRequired), path, null, added);
            return;
        }

        if (old.SchemaOfRest(name) is { } rest)
        {
            var covered = CompareCovering(found, path, rest, added);
            found.Add(
                covered ? PropertyAddedIsCoveredByPartiallyOpenContentModel : PropertyAddedNotCoveredByPartiallyOpenContentModel,
                path, rest, added);
        }

        found.Add(AddedToUnopen(added, isRequired), path, null, added);
    }

    private static DifferenceType AddedToOpen(SchemaNode added, bool isRequired)
    {
        if (added.Target.Kind == PlainNode.Any) return PropertyWithEmptySchemaAddedToOpenContentModel;
        if (!isRequired) return OptionalPropertyAddedToOpenContentModel;
        return HasDefault(added) ? RequiredPropertyWithDefaultAddedToOpenContentModel : RequiredPropertyAddedToOpenContentModel;
    }

    private static DifferenceType AddedToUnopen(SchemaNode added, bool isRequired)
    {
        if (!isRequired) return OptionalPropertyAddedToUnopenContentModel;
        return HasDefault(added) ? RequiredPropertyWithDefaultAddedToUnopenContentModel : RequiredPropertyAddedToUnopenContentModel;
    }

    private bool CompareCovering(Comparison found, string path, SchemaNode old, SchemaNode @new)
    {
        var covering = Tried(path, old, @new);
        found.AddAll("", covering);
        return covering.IsCompatible;
    }

    private void CompareDependencies(Comparison found, string path, ObjectNode old, ObjectNode @new)
    {
        foreach (var name in old.PropertyDependencies.Keys.Union(@new.PropertyDependencies.Keys))
        {
            CompareNames(
                found, Comparison.Join(path, name),
                old.PropertyDependencies.GetValueOrDefault(name), @new.PropertyDependencies.GetValueOrDefault(name));
        }

        foreach (var name in old.SchemaDependencies.Keys.Union(@new.SchemaDependencies.Keys))
        {
            CompareSchemaDependency(
                found, Comparison.Join(path, name),
                old.SchemaDependencies.GetValueOrDefault(name), @new.SchemaDependencies.GetValueOrDefault(name));
        }
    }

    private void CompareNames(Comparison found, string path, IReadOnlySet<string>? old, IReadOnlySet<string>? @new)
    {
        Spend();
        if (old is not null && @new is not null && old.SetEquals(@new)) return;
        found.Add(NamesChange(old, @new), path, Listed(old), Listed(@new));
    }

    private static DifferenceType NamesChange(IReadOnlySet<string>? old, IReadOnlySet<string>? @new)
    {
        if (@new is null) return DependencyArrayRemoved;
        if (old is null) return DependencyArrayAdded;
        if (old.IsSubsetOf(@new)) return DependencyArrayExtended;
        return @new.IsSubsetOf(old) ? DependencyArrayNarrowed : DependencyArrayChanged;
    }

    private void CompareSchemaDependency(Comparison found, string path, SchemaNode? old, SchemaNode? @new)
    {
        if (@new is null) found.Add(DependencySchemaRemoved, path, old);
        else if (old is null) found.Add(DependencySchemaAdded, path, null, @new);
        else Compare(found, path, old, @new);
    }

    // A default beside the reference counts; one at its target does not, as elsewhere.
    private static bool HasDefault(SchemaNode schema) => schema.Annotations?.Default is not null;

    private static string? Listed(IReadOnlySet<string>? names) => names is null ? null : $"[{string.Join(", ", names)}]";
}
