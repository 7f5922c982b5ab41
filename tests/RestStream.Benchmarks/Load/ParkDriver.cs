using System.Net;
using System.Net.Sockets;

namespace RestStream.Benchmarks.Load;

/// <summary>Opens many connections, sends one waiting read on each, says so, and holds them until it is ended.</summary>
internal static class ParkDriver
{
    /// <summary>The hidden verb of the driver's process.</summary>
    public const string Verb = "park";

    public const string Parked = "parked";

    public static int RunProcess(int port, string target, int count)
    {
        var request = RequestBytes.Build(target, body: null);
        var sockets = new Socket[count];
        for (var i = 0; i < count; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets[i].Connect(IPAddress.Loopback, port);
            sockets[i].Send(request);
        }

        Thread.Sleep(1000);
        var answered = sockets.Count(socket => socket.Available > 0);
        Console.WriteLine(answered == 0 ? Parked : $"{answered} were answered at once");
        Thread.Sleep(Timeout.Infinite);
        GC.KeepAlive(sockets);
        return 0;
    }
}
