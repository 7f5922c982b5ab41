using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>What became of the members that leave.</summary>
/// <param name="Error">Set when the call as a whole was refused; then there are no <paramref name="Members"/>.</param>
/// <param name="Members">None or the error of each, in the order of the request.</param>
public sealed record LeaveGroupResult(ErrorCode Error, IReadOnlyList<ErrorCode> Members);
