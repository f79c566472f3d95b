using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>The whole system on a data folder of its own: the simulated vendor as one process, and the services in one or four.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private Installation(int runningTasks)
    {
        Vendor = new ServiceProcess("Simulator", Settings.Simulator(folder.File("simulator"), runningTasks));
        Simulator = new SimulatorClient(Vendor.Address);
    }

    /// <summary>The simulated vendor.</summary>
    public ServiceProcess Vendor { get; }

    /// <summary>What the vendor says.</summary>
    public SimulatorClient Simulator { get; }

    /// <summary>The services' processes: Standalone, or the four.</summary>
    public IReadOnlyList<ServiceProcess> Services { get; private set; } = [];

    /// <summary>Where requesters come in.</summary>
    public Door Door { get; private set; } = null!;

    /// <summary>The process of a service.</summary>
    public ServiceProcess this[string service] => Services.Single(process => process.Service == service);

    /// <summary>Starts Standalone and the vendor.</summary>
    public static Task<Installation> StartInOneProcessAsync(int runningTasks) => StartAsync(runningTasks, settings => [new ServiceProcess("Standalone", settings)]);

    /// <summary>Starts the four services over RabbitMQ and the vendor.</summary>
    /// <param name="rabbitMq">AMQP URL of a virtual host of its own.</param>
    /// <param name="runningTasks">Tasks at once, for each model.</param>
    public static Task<Installation> StartInFourProcessesAsync(string rabbitMq, int runningTasks) => StartAsync(runningTasks, settings =>
    {
        settings["WAN_RABBITMQ"] = rabbitMq;
        var submitter = new ServiceProcess("Submitter", settings);
        var poller = new ServiceProcess("Poller", settings);
        var archiver = new ServiceProcess("Archiver", settings);
        var intake = new ServiceProcess("Intake", new Dictionary<string, string>(settings)
        {
            ["Intake__SubmitterUrl"] = submitter.Address.AbsoluteUri,
            ["Intake__ArchiverUrl"] = archiver.Address.AbsoluteUri,
        });
        return [intake, submitter, poller, archiver];
    });

    /// <summary>The ends of all logs, for the message of a failed test.</summary>
    public string Tails() => string.Concat(Services.Select(process => process.Tail()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Door?.Dispose();
        Simulator.Dispose();
        foreach (var process in Services.Append(Vendor))
        {
            await process.DisposeAsync();
        }

        folder.Dispose();
    }

    private static async Task<Installation> StartAsync(int runningTasks, Func<Dictionary<string, string>, IReadOnlyList<ServiceProcess>> choose)
    {
        var installation = new Installation(runningTasks);
        try
        {
            await installation.Vendor.StartAsync();
            installation.Services = choose(Settings.Services(installation.folder.File("data"), installation.Vendor.Address, runningTasks));
            installation.Door = new Door(installation.Services[0].Address);
            await Task.WhenAll(installation.Services.Select(process => process.StartAsync()));
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }
}
