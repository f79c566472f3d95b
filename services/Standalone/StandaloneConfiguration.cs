using Wan.DashScope.Accounts;

namespace Wan.Standalone;

/// <summary>What one process for everything sets by itself. Anything that is configured from outside wins, but for where a simulated vendor is.</summary>
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
        };
        configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = defaults });
        configuration["Storage:Directory"] = dataFolder;
        if (vendor is not null)
            configuration.AddInMemoryCollection(VendorChoice.Settings(vendor.BaseUrl, configuration));
    }
}
