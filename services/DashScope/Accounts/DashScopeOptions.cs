using Microsoft.Extensions.Configuration;

namespace Wan.DashScope.Accounts;

/// <summary>
/// Whose keys are used: the account <c>default</c> from the vendor's own environment variables, and any number of further ones
/// under <c>Accounts</c>. Bound from the root of the configuration.
/// </summary>
public sealed class DashScopeOptions
{
    /// <summary>Name of the account that the environment variables describe.</summary>
    public const string DefaultAccount = "default";

    /// <summary>Key of <see cref="SimulatorUrl"/>.</summary>
    public const string SimulatorKey = "WAN_SIMULATOR_URL";

    /// <summary>API key of the account <c>default</c>; absent: there is no such account unless <c>Accounts</c> has it.</summary>
    [ConfigurationKeyName("DASHSCOPE_API_KEY")]
    public string? ApiKey { get; set; }

    /// <summary>In place of <c>DASHSCOPE_API_KEY</c>: full path of a file with the API key and nothing else. Another key in it is used within seconds, without a restart.</summary>
    [ConfigurationKeyName("DASHSCOPE_API_KEY_FILE")]
    public string? ApiKeyFile { get; set; }

    /// <summary>Its address up to and with <c>/api/v1</c>. Absent: Beijing.</summary>
    [ConfigurationKeyName("DASHSCOPE_HTTP_BASE_URL")]
    public string? BaseUrl { get; set; }

    /// <summary>Its region, where the address does not tell it, such as <c>cn-beijing</c>.</summary>
    [ConfigurationKeyName("DASHSCOPE_REGION")]
    public string? Region { get; set; }

    /// <summary>Where our simulator is, as whoever started it says; absent: nowhere. Accounts at its address are called simulated.</summary>
    [ConfigurationKeyName(SimulatorKey)]
    public string? SimulatorUrl { get; set; }

    /// <summary>Further accounts. One named <c>default</c> takes what it does not say from the variables above.</summary>
    public IList<AccountOptions> Accounts { get; } = [];
}
