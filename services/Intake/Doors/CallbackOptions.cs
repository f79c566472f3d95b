using System.Net;
using Microsoft.Extensions.Options;
using Wan.DashScope.Requests;
using Wan.Hosting.Addresses;

namespace Wan.Intake.Doors;

/// <summary>Where webhooks may go, as Notifier is told: what it would never call is refused when it is asked for.</summary>
internal sealed class CallbackOptions
{
    private const string Key = "Notifier:AllowedNetworks", HttpKey = "Notifier:AllowHttp";

    /// <summary>Networks in CIDR form that are allowed although they aren't public.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Whether they may go to <c>http</c> addresses.</summary>
    public bool AllowHttp { get; set; } = true;

    /// <summary>Adds the rule for <c>callback_url</c>.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CallbackOptions>()
            .Configure(callbacks => (callbacks.AllowedNetworks, callbacks.AllowHttp) = (configuration.GetSection(Key).Get<string[]>() ?? [], configuration.GetValue(HttpKey, true)))
            .Validate(callbacks => callbacks.AllowedNetworks.All(network => IPNetwork.TryParse(network, out _)), $"{Key} must have networks in CIDR form, such as 10.0.0.0/8.")
            .ValidateOnStart();
        services.AddSingleton(provider => Rule(provider.GetRequiredService<IOptions<CallbackOptions>>().Value));
    }

    private static CallbackRule Rule(CallbackOptions options)
    {
        var guard = new AddressGuard(options.AllowedNetworks, (_, _) => Task.FromResult<IPAddress[]>([]), host => host); // Nothing is connected to here.
        return address => address.Scheme == Uri.UriSchemeHttp && !options.AllowHttp ? $"must begin with https:// here ({HttpKey})."
            : !guard.AllowsHost(address.IdnHost) ? $"must name a public address; {Key} can allow others."
            : null;
    }
}
