using Wan.Fixtures;

namespace Wan.Installations;

/// <summary>The whole system on a data folder of its own: the simulated vendor as one process, and the services in one, in four or in more.</summary>
public sealed class Installation : IAsyncDisposable
{
    // Many processes at once on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();

    private Installation(InstallationPlan plan)
    {
        Vendor = new ServiceProcess(
            "Simulator", Merge(Settings.Simulator(folder.File("simulator"), plan.RunningTasks, plan.SecondAccount), plan.Vendor));
        Simulator = new SimulatorClient(Vendor.Address);
    }

    /// <summary>The simulated vendor.</summary>
    public ServiceProcess Vendor { get; }

    /// <summary>What the vendor says.</summary>
    public SimulatorClient Simulator { get; }

    /// <summary>The services' processes: Standalone, or the four with their replicas.</summary>
    public IReadOnlyList<ServiceProcess> Services { get; private set; } = [];

    /// <summary>Where requesters come in.</summary>
    public Door Door { get; private set; } = null!;

    /// <summary>Where the services keep their documents.</summary>
    public string DataFolder => folder.File("data");

    /// <summary>The one process of a service.</summary>
    public ServiceProcess this[string service] => Replicas(service).Single();

    /// <summary>Starts Standalone and the vendor.</summary>
    /// <param name="runningTasks">Tasks at once, for each model.</param>
    /// <param name="more">Further settings of Standalone.</param>
    public static Task<Installation> StartInOneProcessAsync(int runningTasks, params (string Name, string Value)[] more) => StartAsync(
        new InstallationPlan { RunningTasks = runningTasks, Services = more.ToDictionary(setting => setting.Name, setting => setting.Value) },
        settings => [new ServiceProcess("Standalone", settings)]);

    /// <summary>Starts the four services over RabbitMQ and the vendor.</summary>
    /// <param name="rabbitMq">AMQP URL of a virtual host of its own.</param>
    /// <param name="runningTasks">Tasks at once, for each model.</param>
    /// <param name="more">Further settings of the services.</param>
    public static Task<Installation> StartInFourProcessesAsync(string rabbitMq, int runningTasks, params (string Name, string Value)[] more) =>
        StartAsync(rabbitMq, new InstallationPlan { RunningTasks = runningTasks, Services = more.ToDictionary(setting => setting.Name, setting => setting.Value) });

    /// <summary>Starts the four services over RabbitMQ, some of them several times, and the vendor.</summary>
    /// <param name="rabbitMq">AMQP URL of a virtual host of its own.</param>
    /// <param name="plan">What is different from the usual.</param>
    public static Task<Installation> StartAsync(string rabbitMq, InstallationPlan plan) => StartAsync(plan, settings =>
    {
        settings["WAN_RABBITMQ"] = rabbitMq;
        var submitters = Enumerable.Range(0, plan.Submitters).Select(_ => new ServiceProcess("Submitter", settings)).ToList();
        var pollers = Enumerable.Range(0, plan.Pollers).Select(_ => new ServiceProcess("Poller", settings)).ToList();
        var archivers = Enumerable.Range(0, plan.Archivers).Select(_ => new ServiceProcess("Archiver", settings)).ToList();
        var intake = new ServiceProcess("Intake", new Dictionary<string, string>(settings)
        {
            ["Intake__SubmitterUrl"] = submitters[0].Address.AbsoluteUri,
            ["Intake__PollerUrl"] = pollers[0].Address.AbsoluteUri,
            ["Intake__ArchiverUrl"] = archivers[0].Address.AbsoluteUri,
        });
        return [intake, .. submitters, .. pollers, .. archivers];
    });

    /// <summary>The processes of a service.</summary>
    public IReadOnlyList<ServiceProcess> Replicas(string service) => [.. Services.Where(process => process.Service == service)];

    /// <summary>The ends of all logs, for the message of a failed test.</summary>
    public string Tails() => string.Concat(Services.Select(process => process.Tail()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Door?.Dispose();
        Simulator.Dispose();
        await Task.WhenAll(Services.Append(Vendor).Select(process => process.DisposeAsync().AsTask()));
        folder.Dispose();
    }

    private static async Task<Installation> StartAsync(
        InstallationPlan plan, Func<Dictionary<string, string>, IReadOnlyList<ServiceProcess>> choose)
    {
        var installation = new Installation(plan);
        try
        {
            await installation.Vendor.StartAsync(Patience);
            var settings = Settings.Services(installation.DataFolder, installation.Vendor.Address, plan.RunningTasks, plan.SecondAccount);
            installation.Services = choose(Merge(settings, plan.Services));
            installation.Door = new Door(installation.Services[0].Address);
            await Task.WhenAll(installation.Services.Where(process => process.Service != plan.Later).Select(process => process.StartAsync(Patience)));
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    private static Dictionary<string, string> Merge(Dictionary<string, string> settings, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }
}
