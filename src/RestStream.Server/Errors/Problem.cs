using RestStream.Core;

namespace RestStream.Server.Errors;

/// <summary>An error on its way to a client.</summary>
/// <param name="Code">A code of <see cref="ErrorTable"/>.</param>
/// <param name="Detail">What is wrong here, and what to do.</param>
/// <param name="Items">The places, with JSON Pointers or names of parameters.</param>
internal sealed record Problem(string Code, string Detail, IReadOnlyList<ErrorItem>? Items = null)
{
    public ErrorEntry Entry => ErrorTable.Of(Code);

    public static Problem From(Error error) => new(ErrorCodes.NameOf(error.Code), error.Detail, error.Items);

    public static Problem UnknownTopic(string topic) => From(new Error(
        ErrorCode.UnknownTopicOrPartition, $"There is no topic '{topic}'. It is made by its first record, or by POST /v1/topics."));
}
