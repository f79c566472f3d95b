using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Wan.Hosting.Doors;

/// <summary>
/// Whether a request may come in by what a browser says of it. Programs say nothing of all this and may; a web page of somebody else must neither
/// spend money nor read, whether it asks us by our own name (its origin gives it away) or by a name of its own that leads here (DNS rebinding: the name
/// gives it away).
/// </summary>
internal static class RequesterRules
{
    /// <summary>Why it may not, or null.</summary>
    public static Refusal? Refuse(HttpRequest request, DoorOptions options)
    {
        var host = request.Host;
        if (host.HasValue && !IsOurs(host.Host, options.Hosts))
        {
            return new(StatusCodes.Status421MisdirectedRequest, "This service is not known under that name.",
                $"The Host '{host.Host}' is neither localhost, an IP address, a name without a dot nor one of Doors:Hosts (Doors__Hosts__0={host.Host} would allow it). Nothing was done.");
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return IsSame(origin, host) || options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
                ? null
                : OfAnother($"The Origin '{origin}' is neither this service's own nor one of Doors:Origins.");
        }

        return !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            ? OfAnother($"The browser says that it comes from another site (Sec-Fetch-Site), and it names no Origin.")
            : null;
    }

    private static Refusal OfAnother(string why) => new(StatusCodes.Status403Forbidden, "Web pages of other origins may not ask this service.", $"{why} Nothing was done.");

    // A name without a dot is found in the own network only, such as a machine's or that of a service among containers.
    private static bool IsOurs(string name, IList<string> names)
    {
        var host = name.TrimEnd('.');
        return !host.Contains('.', StringComparison.Ordinal)
            || IPAddress.TryParse(host, out _)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || names.Any(known => Fits(host, known));
    }

    private static bool Fits(string host, string name) => name.StartsWith('*')
        ? host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(name, StringComparison.OrdinalIgnoreCase);

    // But for the scheme, which whoever ends TLS in front of this process has changed.
    private static bool IsSame(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && HostString.FromUriComponent(uri) is { HasValue: true } from
        && from.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == (host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}

/// <summary>The answer to a request that is not let in.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Title">What is wrong with this kind.</param>
/// <param name="Detail">What is wrong with this one, and what to do.</param>
internal sealed record Refusal(int Status, string Title, string Detail);
