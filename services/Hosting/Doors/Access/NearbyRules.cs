using System.Net;
using Microsoft.AspNetCore.Http;

namespace Wan.Hosting.Doors.Access;

/// <summary>What comes from this machine. While there is no key that is all that can be known of a requester.</summary>
internal static class NearbyRules
{
    // A proxy on this machine lets strangers in, and says so by one of these.
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"];

    private const string Forwarded = "X-Forwarded";

    /// <summary>Whether a request comes from this machine, and from nobody behind it.</summary>
    public static bool IsNearby(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress) && !OfProxies.Any(context.Request.Headers.ContainsKey)
        && !context.Request.Headers.Keys.Any(name => name.StartsWith(Forwarded, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an address to listen at, as in <c>urls</c>, is reached from this machine alone.</summary>
    public static bool IsLoopback(string address)
    {
        if (!Uri.TryCreate(address.Replace("//+", "//any.", StringComparison.Ordinal).Replace("//*", "//any.", StringComparison.Ordinal), UriKind.Absolute, out var uri))
            return false;
        return address.Contains("://unix:", StringComparison.OrdinalIgnoreCase)
            || uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    // None: a socket of this machine's files, or no network at all.
    private static bool IsLoopback(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
