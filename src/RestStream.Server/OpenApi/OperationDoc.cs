namespace RestStream.Server.OpenApi;

/// <summary>What the OpenAPI document says of one operation; kept beside its route as metadata.</summary>
/// <param name="Id">The operation's id.</param>
/// <param name="Tag">The feature's word: the same as its folder and its .http file.</param>
/// <param name="Summary">One line.</param>
internal sealed record OperationDoc(string Id, string Tag, string Summary)
{
    public string? Description { get; init; }

    public IReadOnlyList<ParameterDoc> Parameters { get; init; } = [];

    public IReadOnlyList<BodyDoc> Bodies { get; init; } = [];

    public IReadOnlyList<ResponseDoc> Responses { get; init; } = [];

    /// <summary>Codes of the error table that the operation may answer.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
