using Microsoft.AspNetCore.SignalR;

namespace RestStream.Server.Push;

/// <summary>Gives every connection of the hub a protocol of its own: the one place that sees each message and knows whose it is.</summary>
internal sealed class HubConnections(PushOptions options, TimeProvider time, ILogger<DefaultHubLifetimeManager<StreamHub>> inner)
    : DefaultHubLifetimeManager<StreamHub>(inner)
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Protocol = new ConnectionProtocol(connection.Protocol, connection, new InvocationRate(options.MaxInvocationsPerSecond, time));
        return base.OnConnectedAsync(connection);
    }
}
