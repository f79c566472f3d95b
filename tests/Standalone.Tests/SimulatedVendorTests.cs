using Microsoft.Extensions.Configuration;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

public sealed class SimulatedVendorTests
{
    [Fact]
    public async Task The_simulator_keeps_its_port_from_run_to_run()
    {
        using var folder = new TemporaryFolder();
        var address = await RunAsync(folder);
        (await RunAsync(folder)).ShouldBe(address);
    }

    [Fact]
    public async Task A_port_that_another_has_taken_meanwhile_is_left_to_it_and_the_new_one_is_kept()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort.Next();
        Directory.CreateDirectory(folder.File("simulator"));
        await File.WriteAllTextAsync(folder.File("simulator", "port"), $"{port}");

        Uri address;
        using (FreePort.Listen(port))
            address = await RunAsync(folder);

        address.Port.ShouldNotBe(port);
        (await RunAsync(folder)).ShouldBe(address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("70000")]
    public async Task A_remembered_port_that_is_none_is_forgotten(string remembered)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("simulator"));
        await File.WriteAllTextAsync(folder.File("simulator", "port"), remembered);

        (await RunAsync(folder)).ShouldBe(await RunAsync(folder));
    }

    [Fact]
    public void Settings_from_outside_win_over_ours()
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Archive:Directory"] = "/elsewhere",
        });

        configuration.AddStandaloneDefaults("/data", vendor: null);

        configuration["Archive:Directory"].ShouldBe("/elsewhere");
        configuration["Storage:Directory"].ShouldBe("/data");
        configuration["Bus:InMemory"].ShouldBe("true");
        configuration["DASHSCOPE_API_KEY"].ShouldBeNull();
    }

    private static async Task<Uri> RunAsync(TemporaryFolder folder)
    {
        var vendor = SimulatedVendor.Start(folder.Path, new ConfigurationBuilder().Build());
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(vendor.BaseUrl, "/simulator/ledger"))).ShouldContain("simulated");
        await vendor.StopAsync(default);
        return vendor.BaseUrl;
    }
}
