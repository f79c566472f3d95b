using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Wan.DashScope.Accounts;

/// <summary>
/// Whether the vendor is simulated: where no account is configured at all. Decided here for whoever would start a simulator; where requests go
/// follows from <see cref="Settings"/> then, and from nothing that was left in the environment.
/// </summary>
/// <param name="IsSimulated">Whether a simulator is to be started.</param>
/// <param name="Ignored">What is set and not used, as a sentence; null for nothing.</param>
public sealed record VendorChoice(bool IsSimulated, string? Ignored)
{
    private const string AddressKey = "DASHSCOPE_HTTP_BASE_URL";
    private const string RegionKey = "DASHSCOPE_REGION";

    // The rules want a key; the simulator takes any. It is no key of the vendor's.
    internal const string SimulatedKey = "simulated";

    /// <summary>Reads it from the whole configuration of a process.</summary>
    /// <exception cref="OptionsValidationException">
    /// There is no account, but an address of the vendor's: simulating would hide a key that was forgotten, and using it would be no simulation.
    /// </exception>
    public static VendorChoice Of(IConfiguration configuration)
    {
        var options = configuration.Get<DashScopeOptions>() ?? new DashScopeOptions();
        if (options.Accounts.Count > 0 || !string.IsNullOrWhiteSpace(options.ApiKey) || !string.IsNullOrWhiteSpace(options.ApiKeyFile))
            return new VendorChoice(false, null);
        if (string.IsNullOrWhiteSpace(options.BaseUrl))
            return new VendorChoice(true, null);
        if (Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var address) && address.IsLoopback)
        {
            return new VendorChoice(true,
                $"{AddressKey} is set to an address of this machine, but is not used: no account has a key. Set DASHSCOPE_API_KEY too (to any word) to use it.");
        }

        throw new OptionsValidationException(AddressKey, typeof(DashScopeOptions),
            [$"{AddressKey} is set, but no account has a key. Set DASHSCOPE_API_KEY too, or take {AddressKey} out to have everything simulated."]);
    }

    /// <summary>The settings that make every account the simulator at this address; they go above all others.</summary>
    /// <param name="simulator">Its address.</param>
    /// <param name="configuration">Says whose prices are shown; Beijing's if it does not.</param>
    public static IReadOnlyDictionary<string, string?> Settings(Uri simulator, IConfiguration configuration) => new Dictionary<string, string?>
    {
        ["DASHSCOPE_API_KEY"] = SimulatedKey,
        [AddressKey] = new Uri(simulator, "/api/v1").ToString(),
        [RegionKey] = configuration[RegionKey] is { Length: > 0 } region ? region : DashScopeRegions.Beijing,
        [DashScopeOptions.SimulatorKey] = simulator.ToString(),
        ["Archiver:AllowedNetworks:simulator"] = "127.0.0.0/8", // Results come from public addresses unless this allows others.
    };
}
