using System.Text.Json;
using RestStream.Server.Groups;

namespace RestStream.Server.Push;

/// <summary>What a client asks for with <c>JoinGroup</c>.</summary>
/// <param name="Group">The group.</param>
/// <param name="Topics">A name or a pattern, or an array of them.</param>
/// <param name="Instance">The name of a static member.</param>
/// <param name="From">Where a partition begins for which the group has no offset.</param>
/// <param name="SessionTimeout">How long a static member outlives its connection.</param>
/// <param name="Protocols">Assignors, the preferred first.</param>
/// <param name="Isolation"><c>read_uncommitted</c> or <c>read_committed</c>.</param>
/// <param name="MaxDeliveries">How often a record is delivered before it goes to the dead-letter topic.</param>
/// <param name="Commit"><c>auto</c> commits what is sent as it is sent; null leaves it to <c>Commit</c>.</param>
/// <param name="MaxBatch">At most so many records a frame.</param>
/// <param name="MaxBytes">At most so many bytes of stored batches a frame.</param>
/// <param name="Credits">How many frames with records may come before the client gives more; null sends as the transport takes.</param>
/// <param name="Schema">Each record says which schema its value has.</param>
/// <param name="ValueFormat"><c>json</c> shows values in a wire form as JSON.</param>
internal sealed record JoinBody(
    string? Group,
    JsonElement? Topics,
    string? Instance,
    JsonElement? From,
    DurationValue? SessionTimeout,
    IReadOnlyList<string>? Protocols,
    string? Isolation,
    int? MaxDeliveries,
    string? Commit,
    int? MaxBatch,
    int? MaxBytes,
    int? Credits,
    bool? Schema = null,
    string? ValueFormat = null);
