namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary>The schemas of one dynamic anchor by the number of their resource; one table for all references to it. Complete before the first record.</summary>
internal sealed class DynamicTargets(string anchor)
{
    private readonly Dictionary<int, SchemaNode> _byResource = [];

    public string Anchor => anchor;

    public int Count => _byResource.Count;

    public void Add(int resource, SchemaNode target) => _byResource.Add(resource, target);

    /// <summary>The schema of the outermost resource on the way that has the anchor; null when none has.</summary>
    public SchemaNode? Outermost(List<int> resources)
    {
        foreach (var resource in resources)
        {
            if (_byResource.TryGetValue(resource, out var target)) return target;
        }

        return null;
    }
}
