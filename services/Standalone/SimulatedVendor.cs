using System.Net.Sockets;
using Wan.DashScope.Catalogue;
using Wan.Simulator;

namespace Wan.Standalone;

/// <summary>
/// The simulator beside the four services, where no API key is set. It keeps its port from run to run where nobody else has taken it, so
/// that result addresses stay good.
/// </summary>
internal sealed class SimulatedVendor(WebApplication simulator) : IHostedService
{
    /// <summary>Its address up to and with <c>/api/v1</c>.</summary>
    public Uri BaseUrl { get; } = new(new Uri(simulator.Urls.Single()), "/api/v1");

    /// <summary>Starts it. It listens at once: the services' settings need its address, and a port that was only looked at could be another's by then.</summary>
    /// <param name="dataFolder">Where everything is kept.</param>
    /// <param name="configuration">The process's; the simulator has its sections of it.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting makes no sense; the message names its key.</exception>
    public static SimulatedVendor Start(string dataFolder, IConfiguration configuration)
    {
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "simulator")).FullName;
        var file = Path.Combine(folder, "port");
        var last = File.Exists(file) && ushort.TryParse(File.ReadAllText(file), out var port) ? port : 0;
        var vendor = new SimulatedVendor(Listen(last) ?? Listen(0)!);
        File.WriteAllText(file, $"{vendor.BaseUrl.Port}");
        return vendor;

        WebApplication? Listen(int port)
        {
            var settings = new[] { "Simulator", CatalogueOptions.SectionName }.SelectMany(section => configuration.GetSection(section).AsEnumerable())
                .Where(setting => setting.Value is not null)
                .Select(setting => $"--{setting.Key}={setting.Value}");
            var simulator = SimulatorApplication.Build(
            [
                .. settings, $"--urls=http://127.0.0.1:{port}", $"--Simulator:Directory={folder}", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
                "--Logging:LogLevel:Microsoft.Extensions.Hosting=None", // A port that is taken is no failure, and what is one is thrown.
            ]);
            try
            {
                simulator.Start();
                return simulator;
            }
            catch (Exception exception) when (port != 0 && exception is (IOException or SocketException))
            {
                ((IDisposable)simulator).Dispose();
                return null;
            }
        }
    }

    /// <summary>Nothing: it runs already.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await simulator.StopAsync(cancellationToken);
        await simulator.DisposeAsync();
    }
}
