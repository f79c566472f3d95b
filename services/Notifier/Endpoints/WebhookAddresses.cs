using Microsoft.Extensions.Options;
using Wan.Hosting.Addresses;

namespace Wan.Notifier.Endpoints;

/// <summary>Where webhooks may be sent: said of an address as soon as it is given, and of what a name leads to at the moment of connecting.</summary>
internal sealed class WebhookAddresses(IOptions<NotifierOptions> options, NameResolver names)
{
    /// <summary>Longest address, in characters.</summary>
    public const int Longest = 2048;

    /// <summary>Lets connections go where they may.</summary>
    public AddressGuard Guard { get; } = new(
        options.Value.AllowedNetworks, names, host => $"'{host}' is no public address; {NotifierOptions.SectionName}:{nameof(NotifierOptions.AllowedNetworks)} can allow it.");

    /// <summary>Why none is sent there; null if they may be. What is in the address is not shown: it may be as good as a key.</summary>
    public string? WhyNot(string url) =>
        url.Length > Longest ? $"url must have {Longest} characters at most."
        : !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || url.Any(character => character is <= ' ' or > '~')
            ? "url must be an address such as https://example.com/webhooks, in ASCII."
        : address.UserInfo.Length > 0 ? "url must not name a user or a password: the signature says who asks."
        : address.Scheme == "http" && !options.Value.AllowHttp ? "url must begin with https:// here (Notifier:AllowHttp)."
        : !Guard.AllowsHost(address.IdnHost) ? "url must name a public address; Notifier:AllowedNetworks can allow others."
        : null;
}
