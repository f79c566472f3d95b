namespace Wan.Poller.Tests;

/// <summary>A test with a vendor and a Poller of its own.</summary>
public abstract class PollerTest : IAsyncLifetime
{
    internal StubVendor Vendor { get; private set; } = null!;

    internal PollerHost Poller { get; private set; } = null!;

    private protected virtual (string Key, string Value)[] Settings => [];

    public async Task InitializeAsync()
    {
        Vendor = await StubVendor.StartAsync();
        Poller = await PollerHost.StartAsync(Vendor.Address, settings: Settings);
    }

    public async Task DisposeAsync()
    {
        await Poller.DisposeAsync();
        await Vendor.DisposeAsync();
    }
}
