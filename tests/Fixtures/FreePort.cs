using System.Net;
using System.Net.Sockets;

namespace Wan.Fixtures;

/// <summary>Ports that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>
    /// A free TCP port on the loopback address. It is below the range that the system hands out by itself, so that it is still
    /// free for a process that is started again on it.
    /// </summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }
}
