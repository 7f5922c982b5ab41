using RestStream.Schemas.Json.Compatibility.Model;
using RestStream.Schemas.Json.Text;
using static RestStream.Schemas.Json.Compatibility.DifferenceType;

namespace RestStream.Schemas.Json.Compatibility;

/// <summary>
/// Compares two schemas by the rules of Confluent's registry, so that a schema passes here when it passes there. Those rules look at
/// keywords, not at sets of documents: what they do not look at (<c>format</c>, <c>propertyNames</c>, the body of <c>contains</c>,
/// new <c>patternProperties</c>, <c>if</c>/<c>then</c>/<c>else</c>) is not looked at here either.
/// <para>
/// Pairs of schemas are compared once each. A pair met again while it is being compared is assumed to be compatible; whenever that turns
/// out wrong all is compared anew with what is known by then, until nothing new is found. Single use, one thread.
/// </para>
/// </summary>
internal sealed partial class SchemaDiff
{
    /// <summary>Comparisons that one diff may cost; a schema made to cost more is refused.</summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>How deep a diff may follow schemas and references into each other.</summary>
    public const int MaxDepth = 10_000;

    // What fits into any thread's stack. Deeper diffs, of hundreds of definitions that use each other, get a thread with a stack for them.
    private const int MaxDepthOnCaller = 150;
    private const int DeepStackBytes = 64 * 1024 * 1024;

    private readonly CompatibilityPolicy _policy;
    private readonly Dictionary<(SchemaNode Old, SchemaNode New), Comparison> _compared = [];
    private readonly HashSet<(SchemaNode Old, SchemaNode New)> _comparing = [];
    private readonly HashSet<(SchemaNode Old, SchemaNode New)> _assumed = [];
    private readonly HashSet<(SchemaNode Old, SchemaNode New)> _refuted = [];
    private readonly int _maxDepth;
    private bool _hasErred;
    private bool _isTooDeep;
    private int _steps;
    private int _depth;

    private SchemaDiff(CompatibilityPolicy policy, int maxDepth) => (_policy, _maxDepth) = (policy, maxDepth);

    /// <summary>All differences, in the order of the old schema, with whether they are compatible.</summary>
    /// <exception cref="SchemaException">The comparison costs more than any real schema.</exception>
    public static Comparison Between(SchemaNode old, SchemaNode @new, CompatibilityPolicy policy) =>
        new SchemaDiff(policy, MaxDepthOnCaller).Run(old, @new) ?? BetweenDeep(old, @new, policy);

    private static Comparison BetweenDeep(SchemaNode old, SchemaNode @new, CompatibilityPolicy policy)
    {
        var comparing = new TaskCompletionSource<Comparison>();
        var thread = new Thread(
            () =>
            {
                try
                {
                    comparing.SetResult(new SchemaDiff(policy, MaxDepth).Run(old, @new) ?? throw TooDeep());
                }
                catch (Exception e)
                {
                    // Whatever it is, it is the caller's: on a thread of its own it would end the process.
                    comparing.SetException(e);
                }
            },
            DeepStackBytes) { IsBackground = true };
        thread.Start();
        return comparing.Task.GetAwaiter().GetResult();
    }

    private static SchemaException TooDeep() => new($"The schemas lead more than {MaxDepth} deep into each other: they cannot be compared.");

    /// <returns>Null when it goes deeper than this diff may.</returns>
    private Comparison? Run(SchemaNode old, SchemaNode @new)
    {
        while (true)
        {
            _hasErred = false;
            _assumed.Clear();
            _compared.Clear();
            var found = new Comparison(_policy);
            Compare(found, "", old, @new);
            if (_isTooDeep) return null;
            if (_hasErred) continue;
            // Why a pair is known to be incompatible may have been cut from the lists.
            if (!found.IsCompatible && !found.HasReason) found.Add(CombinedTypeSubschemasChanged, "", old, @new);
            return found;
        }
    }

    private void Compare(Comparison found, string path, SchemaNode? old, SchemaNode? @new)
    {
        Spend();
        if (old is null && @new is null) return;
        if (old is null || @new is null)
        {
            found.Add(old is null ? SchemaAdded : SchemaRemoved, path, old, @new);
            return;
        }

        CompareAnnotations(found, path, old, @new);
        (old, @new) = (old.Target, @new.Target);
        // Only what is referred to can be met again, and every cycle leads through it.
        if (old.IsShared || @new.IsShared) found.AddAll(path, ComparedOnce(old, @new));
        else CompareDeeper(found, path, old, @new);
    }

    private Comparison ComparedOnce(SchemaNode old, SchemaNode @new)
    {
        if (_compared.TryGetValue((old, @new), out var known)) return known;
        var found = new Comparison(_policy);
        if (!_comparing.Add((old, @new)))
        {
            _assumed.Add((old, @new));
            if (_refuted.Contains((old, @new))) found.Refute();
            return found;
        }

        CompareDeeper(found, "", old, @new);
        _comparing.Remove((old, @new));
        if (!found.IsCompatible && _refuted.Add((old, @new))) _hasErred |= _assumed.Contains((old, @new));
        return _compared[(old, @new)] = found;
    }

    private void CompareDeeper(Comparison found, string path, SchemaNode old, SchemaNode @new)
    {
        if (++_depth > _maxDepth) _isTooDeep = true;
        if (!_isTooDeep) CompareNodes(found, path, old, @new);
        _depth--;
    }

    private void CompareNodes(Comparison found, string path, SchemaNode old, SchemaNode @new)
    {
        if (IsPassedByBranch(found, path, old, @new)) return;
        if (old.Kind != @new.Kind)
        {
            CompareKinds(found, path, old, @new);
            return;
        }

        switch (old)
        {
            case StringNode o: CompareStrings(found, path, o, (StringNode)@new); break;
            case NumberNode o: CompareNumbers(found, path, o, (NumberNode)@new); break;
            case ValuesNode o: CompareValues(found, path, o, (ValuesNode)@new); break;
            case NotNode o: CompareForbidden(found, path, o, (NotNode)@new); break;
            case ObjectNode o: CompareObjects(found, path, o, (ObjectNode)@new); break;
            case ArrayNode o: CompareArrays(found, path, o, (ArrayNode)@new); break;
            case CombinedNode o: CompareCombined(found, path, o, (CombinedNode)@new); break;
        }
    }

    private static void CompareKinds(Comparison found, string path, SchemaNode old, SchemaNode @new)
    {
        if (old.Kind == PlainNode.Never || @new.Kind == PlainNode.Any) return;
        // How connectors write decimals: bytes either way, whatever the JSON type.
        if (old.Annotations is { IsConnectBytes: true } && @new.Annotations is { IsConnectBytes: true }) return;
        found.Add(TypeChanged, path, old, @new);
    }

    private static void CompareAnnotations(Comparison found, string path, SchemaNode old, SchemaNode @new)
    {
        var (o, n) = (AnnotationsOf(old), AnnotationsOf(@new));
        if (ReferenceEquals(o, n)) return;
        if (o.Id != n.Id) found.Add(IdChanged, path, o.Id, n.Id);
        if (o.Title != n.Title) found.Add(TitleChanged, path, o.Title, n.Title);
        if (o.Description != n.Description) found.Add(DescriptionChanged, path, o.Description, n.Description);
        if (UniqueText(o.Default) != UniqueText(n.Default)) found.Add(DefaultChanged, path, o.Default?.ToString(), n.Default?.ToString());
    }

    private static string? UniqueText(JsonTree? value) => value is null ? null : JsonTreeWriter.WriteUnique(value);

    /// <summary>What is said at a place: beside the reference, else at its target.</summary>
    private static SchemaAnnotations AnnotationsOf(SchemaNode node)
    {
        var target = node.Target.Annotations ?? SchemaAnnotations.None;
        if (ReferenceEquals(node, node.Target) || node.Annotations is not { } own) return target;
        return target with
        {
            Title = own.Title ?? target.Title,
            Description = own.Description ?? target.Description,
            Default = own.Default ?? target.Default,
        };
    }

    /// <summary>Compares apart, so that what is found can be left out.</summary>
    private Comparison Tried(string path, SchemaNode old, SchemaNode @new)
    {
        var tried = new Comparison(_policy);
        Compare(tried, path, old, @new);
        return tried;
    }

    private void Spend()
    {
        if (++_steps > MaxSteps) throw new SchemaException($"Comparing the schemas takes more than {MaxSteps} steps: they are too intertwined.");
    }
}
