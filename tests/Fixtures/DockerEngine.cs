using System.Net.Sockets;

namespace Wan.Fixtures;

/// <summary>The Docker engine of this machine, if it has one.</summary>
public static class DockerEngine
{
    /// <summary>Why a test that needs it is skipped.</summary>
    public const string Missing = "No Docker engine answers at DOCKER_HOST or /var/run/docker.sock.";

    /// <summary>Whether one answers.</summary>
    public static bool Answers { get; } = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } || Connects();

    private static bool Connects()
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint("/var/run/docker.sock"));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
