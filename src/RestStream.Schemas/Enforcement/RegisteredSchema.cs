namespace RestStream.Schemas.Enforcement;

/// <summary>A live version of a subject, as enforcement and readers need it.</summary>
/// <param name="Subject">The subject, qualified when its context is not the default one.</param>
/// <param name="Version">Its version there.</param>
/// <param name="Id">The id in its context.</param>
/// <param name="Guid">The id that its content decides.</param>
/// <param name="Type">Its type.</param>
/// <param name="Text">Its text.</param>
public sealed record RegisteredSchema(string Subject, int Version, int Id, Guid Guid, SchemaType Type, string Text)
{
    /// <summary>What the texts of all that it uses decide: the guid tells only how they are called, which is another thing in another context and at another time. Empty when it uses nothing.</summary>
    public Guid UsesId { get; init; }

    /// <summary>Gives what it uses, resolved; throws <see cref="SchemaException"/> when that is gone.</summary>
    public Func<IReadOnlyList<ResolvedReference>> Resolve { get; init; } = static () => [];
}
