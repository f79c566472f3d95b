namespace Wan.Poller.Tests;

/// <summary>A test with a Poller and a simulated vendor of its own, which it starts.</summary>
public abstract class SimulatedVendorTest : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> parts = [];

    private protected SimulatedVendor Vendor { get; private set; } = null!;

    private protected PollerHost Poller { get; private set; } = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(parts))
            await part.DisposeAsync();
    }

    private protected async Task StartAsync(params string[] settings)
    {
        Vendor = await SimulatedVendor.StartAsync(settings);
        parts.Add(Vendor);
        Poller = await PollerHost.StartAsync(Vendor.Address, settings: [("DashScope:CallTimeout", "00:00:02"), ("Clock:MaxOffset", "06:00:00")]);
        parts.Add(Poller);
    }

    private protected async Task<string> TrackAsync()
    {
        var task = await Vendor.SubmitAsync();
        await Poller.TrackAsync(task);
        return task;
    }
}
