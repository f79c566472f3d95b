namespace Wan.Standalone;

/// <summary>What one process for everything sets by itself. Anything that is configured from outside wins.</summary>
internal static class StandaloneConfiguration
{
    /// <summary>Adds the settings below those that are there.</summary>
    /// <param name="configuration">The process's configuration.</param>
    /// <param name="dataFolder">Where everything is kept.</param>
    /// <param name="vendor">The simulator, or null for the real service.</param>
    public static void AddStandaloneDefaults(this ConfigurationManager configuration, string dataFolder, SimulatedVendor? vendor)
    {
        var defaults = new Dictionary<string, string?>
        {
            ["Bus:InMemory"] = "true",
            ["Sweep:AllAtStart"] = "true",
            ["Archive:Directory"] = Path.Combine(dataFolder, "archive"),
            ["Intake:SubmitterUrl"] = OwnAddress(configuration["urls"]),
        };
        if (vendor is not null)
        {
            defaults["DASHSCOPE_API_KEY"] = "simulated";
            defaults["DASHSCOPE_HTTP_BASE_URL"] = vendor.BaseUrl.ToString();
            defaults["DASHSCOPE_REGION"] = "cn-beijing"; // So that prices can be shown.
            defaults["Archiver:AllowedNetworks:0"] = "127.0.0.0/8";
        }

        configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = defaults });
        configuration["Storage:Directory"] = dataFolder;
    }

    // The queue is asked for over HTTP, here from ourselves.
    private static string? OwnAddress(string? urls) => urls?.Split(';')[0]
        .Replace("//+", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal);
}
