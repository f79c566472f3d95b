using System.Net;
using System.Net.Sockets;

namespace Wan.Fixtures;

/// <summary>Ports that nobody listens on, and that no other test takes meanwhile.</summary>
public static class FreePort
{
    // One locked file for each port: test processes run side by side, and what is given a port may not listen on it yet, or be killed just now.
    private static readonly string Claims = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"wan-ports-{Environment.UserName}")).FullName;
    private static readonly List<FileStream> Held = [];

    /// <summary>
    /// A free TCP port on the loopback address, ours for as long as this process lives. It is below the range that the system hands out by
    /// itself, and beside the one of the script <c>wan</c>.
    /// </summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 28_000);
            if (TryClaim(port) && IsFree(port))
                return port;
        }
    }

    private static bool TryClaim(int port)
    {
        try
        {
            var claim = new FileStream(Path.Combine(Claims, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            lock (Held)
                Held.Add(claim);
            return true;
        }
        catch (IOException)
        {
            return false; // Another process has it, or this one.
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
