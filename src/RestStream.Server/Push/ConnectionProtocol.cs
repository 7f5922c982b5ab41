using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Push;

/// <summary>
/// SignalR's protocol as one connection speaks it. It counts calls where they come in, so that those count too which SignalR answers itself: of methods that do not exist, with
/// arguments that do not fit, of a stream as if it were none.
/// </summary>
internal sealed class ConnectionProtocol(IHubProtocol inner, HubConnectionContext connection, InvocationRate rate) : IHubProtocol
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public int Version => inner.Version;

    /// <inheritdoc/>
    public TransferFormat TransferFormat => inner.TransferFormat;

    /// <inheritdoc/>
    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    /// <inheritdoc/>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message)) return false;
        message = message switch
        {
            HubMethodInvocationMessage call => Counted(call, call.Target),
            InvocationBindingFailureMessage call => Counted(call, call.Target),
            _ => message,
        };
        return true;
    }

    /// <inheritdoc/>
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    // What comes too early goes on as a call whose arguments failed: SignalR answers it with the problem, and never runs it.
    private HubInvocationMessage Counted(HubInvocationMessage call, string target)
    {
        if (rate.TryTake(out var isFlood)) return call;
        if (isFlood) connection.Abort();
        var problem = Problem.From(new Error(
            ErrorCode.TooManyRequests, $"The connection makes more than {rate.PerSecond} calls a second. Give several credits, or send several records, with one call."));
        return new InvocationBindingFailureMessage(call.InvocationId!, target, ExceptionDispatchInfo.Capture(HubProblems.ToException(problem)));
    }
}
