using System.Net;
using System.Net.Sockets;
using Wan.DashScope.Catalogue;
using Wan.Simulator;

namespace Wan.Standalone;

/// <summary>
/// The simulator beside the four services, where no API key is set. It keeps its port from run to run, so that result addresses
/// stay good.
/// </summary>
internal sealed class SimulatedVendor(WebApplication simulator, Uri address) : IHostedService
{
    /// <summary>Its address up to and with <c>/api/v1</c>.</summary>
    public Uri BaseUrl { get; } = new(address, "/api/v1");

    /// <summary>Builds it; it starts with the host, before the services.</summary>
    public static SimulatedVendor Build(string dataFolder, IConfiguration configuration)
    {
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "simulator")).FullName;
        var address = new Uri($"http://127.0.0.1:{Port(Path.Combine(folder, "port"))}");
        var settings = new[] { "Simulator", CatalogueOptions.SectionName }.SelectMany(section => configuration.GetSection(section).AsEnumerable())
            .Where(setting => setting.Value is not null)
            .Select(setting => $"--{setting.Key}={setting.Value}");
        return new SimulatedVendor(
            SimulatorApplication.Build(
            [.. settings, $"--urls={address}", $"--Simulator:Directory={folder}", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"]), address);
    }

    public Task StartAsync(CancellationToken cancellationToken) => simulator.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await simulator.StopAsync(cancellationToken);
        await simulator.DisposeAsync();
    }

    private static int Port(string file)
    {
        var last = File.Exists(file) && int.TryParse(File.ReadAllText(file), out var port) ? port : 0;
        var chosen = FreePort(last) ?? FreePort(0)!.Value;
        File.WriteAllText(file, $"{chosen}");
        return chosen;
    }

    private static int? FreePort(int wanted)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, wanted);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
