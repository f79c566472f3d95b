using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
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
    public static int Next() => FirstOf(1);

    /// <summary>The first of some free TCP ports in a row, as <c>./wan services</c> takes them.</summary>
    /// <param name="count">How many.</param>
    public static int FirstOf(int count)
    {
        while (true)
        {
            var first = Random.Shared.Next(20_000, 28_000 - count);
            if (Enumerable.Range(first, count).All(port => TryClaim(port) && IsFree(port)))
                return first;
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

    /// <summary>
    /// Listens on a port of ours. A process that is being started holds for a moment whatever was open when it was forked, a listener of this port too
    /// that is closed here by now: so it is tried for a while.
    /// </summary>
    /// <exception cref="SocketException">Somebody listens on it for good.</exception>
    public static TcpListener Listen(int port, int backlog = 128)
    {
        for (var begun = Stopwatch.GetTimestamp(); ;)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start(backlog);
                return listener;
            }
            catch (SocketException exception)
                when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && Stopwatch.GetElapsedTime(begun) < Eventually.Patience)
            {
                listener.Dispose();
                Thread.Yield();
            }
        }
    }

    // Without listening on it, which a process that is started just now would go on with for a moment.
    private static bool IsFree(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port);
}
