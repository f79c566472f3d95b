using Microsoft.Extensions.Configuration;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

public sealed class SimulatedVendorTests
{
    [Fact]
    public async Task The_simulator_keeps_its_port_from_run_to_run()
    {
        using var folder = new TemporaryFolder();
        var configuration = new ConfigurationBuilder().Build();

        var first = SimulatedVendor.Build(folder.Path, configuration);
        await first.StartAsync(default);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(first.BaseUrl, "/simulator/ledger"))).ShouldContain("simulated");
        await first.StopAsync(default);

        var second = SimulatedVendor.Build(folder.Path, configuration);
        second.BaseUrl.ShouldBe(first.BaseUrl);
        await second.StopAsync(default);
    }

    [Fact]
    public void Settings_from_outside_win_over_ours()
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Archive:Directory"] = "/elsewhere",
            ["urls"] = "http://0.0.0.0:8080",
        });

        configuration.AddStandaloneDefaults("/data", vendor: null);

        configuration["Archive:Directory"].ShouldBe("/elsewhere");
        configuration["Storage:Directory"].ShouldBe("/data");
        configuration["Bus:InMemory"].ShouldBe("true");
        configuration["Intake:SubmitterUrl"].ShouldBe("http://127.0.0.1:8080");
        configuration["DASHSCOPE_API_KEY"].ShouldBeNull();
    }
}
