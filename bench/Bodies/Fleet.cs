using Wan.Bench.Pipeline;
using Wan.Fixtures;

namespace Wan.Bench.Bodies;

/// <summary>The four services over RabbitMQ, each a process of its own, and the simulated vendor.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly string[] Names = ["Intake", "Submitter", "Poller", "Archiver"];

    private readonly RabbitMqBroker broker = new();
    private readonly TemporaryFolder folder = new();
    private ServiceProcess vendor = null!;

    public IReadOnlyList<ServiceProcess> Services { get; private set; } = [];

    public ServiceProcess Intake => Services[0];

    public ServiceProcess Submitter => Services[1];

    /// <summary>What the services and their documents have caused to be written so far, in megabytes.</summary>
    public double WrittenMegabytes => Services.Sum(service => service.WrittenMegabytes);

    /// <summary>Starts them.</summary>
    /// <param name="renderTime">How long the vendor takes for a task, such as <c>00:00:01</c>.</param>
    public static async Task<Fleet> StartAsync(string renderTime)
    {
        var fleet = new Fleet();
        await fleet.broker.InitializeAsync();
        var rabbitMq = await fleet.broker.CreateVirtualHostAsync();
        var simulator = PipelineSettings.Simulator(fleet.folder.Path);
        simulator["Simulator__RenderTime"] = renderTime;
        fleet.vendor = new ServiceProcess("Simulator", simulator);
        await fleet.vendor.StartAsync();

        // The vendor's true limits: with others more would be on the wire at once than ever is.
        var settings = PipelineSettings.Services(rabbitMq, fleet.folder.Path, fleet.vendor.Address);
        foreach (var limit in settings.Keys.Where(key => key.StartsWith("Accounts__", StringComparison.Ordinal)).ToList())
            settings.Remove(limit);
        fleet.Services = [.. Names.Select(name => new ServiceProcess(name, settings))];
        foreach (var service in fleet.Services)
            await service.StartAsync();
        return fleet;
    }

    public void ThrowIfOneEnded()
    {
        foreach (var service in Services.Where(service => !service.IsRunning))
            throw new InvalidOperationException($"{service.Service} has ended.{service.Tail()}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services.Append(vendor))
            await service.DisposeAsync();
        await ((IAsyncDisposable)broker).DisposeAsync();
        folder.Dispose();
    }
}
