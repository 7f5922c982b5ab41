namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>A document that a schema may refer to, with those that it may refer to itself. Compared by identity.</summary>
internal sealed class GivenDocument(string text, Dictionary<string, GivenDocument> uses)
{
    public string Text { get; } = text;

    /// <summary>What it uses, by the names that it has for them: the same name may mean another document elsewhere.</summary>
    public IReadOnlyDictionary<string, GivenDocument> Uses { get; } = uses;

    /// <summary>Documents that may all refer to one another by these names.</summary>
    public static Dictionary<string, GivenDocument> Of(IReadOnlyDictionary<string, string> textsByName)
    {
        var documents = new Dictionary<string, GivenDocument>(StringComparer.Ordinal);
        foreach (var (name, text) in textsByName) documents[name] = new GivenDocument(text, documents);
        return documents;
    }

    /// <summary>What references stand for; the first of a name counts.</summary>
    public static Dictionary<string, GivenDocument> Of(IReadOnlyList<ResolvedReference> references)
    {
        // Each document once, however many use it.
        var known = new Dictionary<Content, GivenDocument>();
        var open = new Queue<(IReadOnlyList<ResolvedReference> References, Dictionary<string, GivenDocument> Names)>();
        var uses = new Dictionary<string, GivenDocument>(StringComparer.Ordinal);
        open.Enqueue((references, uses));
        while (open.TryDequeue(out var next))
        {
            foreach (var (reference, text, below) in next.References)
            {
                if (!known.TryGetValue(new(text, below), out var document))
                {
                    var names = new Dictionary<string, GivenDocument>(StringComparer.Ordinal);
                    known[new(text, below)] = document = new GivenDocument(text, names);
                    open.Enqueue((below, names));
                }

                next.Names.TryAdd(reference.Name, document);
            }
        }

        return uses;
    }

    /// <summary>A text with what it uses, the same only if both are the same objects: comparing them would walk all that they use.</summary>
    private readonly record struct Content(string Text, IReadOnlyList<ResolvedReference> Uses)
    {
        public bool Equals(Content other) => ReferenceEquals(Text, other.Text) && ReferenceEquals(Uses, other.Uses);

        public override int GetHashCode() =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Text), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Uses));
    }
}
