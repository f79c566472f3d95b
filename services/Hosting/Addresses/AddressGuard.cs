using System.Net;
using System.Net.Sockets;

namespace Wan.Hosting.Addresses;

/// <summary>The addresses of a host: the system's resolver, asked once for each connection.</summary>
public delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);

/// <summary>
/// Lets connections go to public addresses only, and to networks that the configuration allows. It decides at the moment of connecting, on
/// the address itself, so that neither a redirect nor a name that resolves to two things gets around it.
/// </summary>
/// <param name="allowedNetworks">Networks in CIDR form that may be connected to although they aren't public.</param>
/// <param name="names">Finds the addresses of a host.</param>
/// <param name="refusal">Says of a host why it is not connected to, and what can be done.</param>
public sealed class AddressGuard(IEnumerable<string> allowedNetworks, NameResolver names, Func<string, string> refusal)
{
    // IANA's registries of special-purpose addresses, and what carries an IPv4 address inside an IPv6 one.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "::1/128", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
            "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private readonly IPNetwork[] allowed = [.. allowedNetworks.Select(text => IPNetwork.Parse(text))];

    /// <summary>Whether a connection to this address is allowed.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain)) || !NotPublic.Any(network => network.Contains(plain));
    }

    /// <summary>
    /// Whether a host may be connected to, as far as it can be said before: false of an address that is not allowed, in whichever notation, and of the names of this machine. Where any
    /// other name leads is looked at when it is connected to.
    /// </summary>
    /// <param name="host">As it stands in a URL: a name, or an address.</param>
    public bool AllowsHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var bare = host.TrimEnd('.').Trim('[', ']');
        if (IPAddress.TryParse(bare, out var address))
            return Allows(address);
        return !(bare.Equals("localhost", StringComparison.OrdinalIgnoreCase) || bare.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            || Allows(IPAddress.Loopback) || Allows(IPAddress.IPv6Loopback);
    }

    /// <summary>Connects to the first allowed address of a host.</summary>
    /// <exception cref="AddressRefusedException">It has none.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] addresses = [.. (await names(host, cancellationToken)).Where(Allows)];
        if (addresses.Length == 0)
            throw new AddressRefusedException(refusal(host));

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
