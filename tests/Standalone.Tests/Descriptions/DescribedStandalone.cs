using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>A whole installation in one process, with a vendor that is simulated and fast, but for wan2.7-r2v, which renders for an hour.</summary>
public sealed class DescribedStandalone : IAsyncLifetime
{
    /// <summary>Of the vendor's events.</summary>
    public const string Secret = "told-by-the-vendor";

    /// <summary>Whose videos are deleted at once.</summary>
    public const string Brief = "brief";

    /// <summary>Who may have no generation that waits, and who may pay nothing.</summary>
    public const string Impatient = "impatient", Poor = "poor";

    /// <summary>Webhook endpoints that a tenant may have.</summary>
    public const int MaxEndpoints = 3;

    /// <summary>Bytes that a request may have.</summary>
    public const int MaxRequest = 20_000;

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProcess process;

    public DescribedStandalone() => process = new("Standalone", new Dictionary<string, string>
    {
        ["Storage__Directory"] = folder.Path,
        ["Archive__MinFreeBytes"] = "1",
        ["Archive__Retention__Interval"] = "00:00:00.2",
        [$"Archive__Retention__Tenants__{Brief}__Age"] = "00:00:00.001",
        ["Intake__MaxRequestBytes"] = $"{MaxRequest}",
        [$"Limits__Tenants__{Impatient}__MaxWaiting"] = "0",
        [$"Limits__Tenants__{Poor}__DailyBudget"] = "0.01",
        ["Notifier__AllowedNetworks__0"] = "127.0.0.0/8",
        ["Notifier__MaxEndpoints"] = $"{MaxEndpoints}",
        ["Poller__VendorEventsSecret"] = Secret,
        ["Simulator__QueueDelay"] = "00:00:00",
        ["Simulator__RenderTime"] = "00:00:00",
        ["Simulator__Models__wan2.7-r2v__RenderTime"] = "01:00:00",
        ["Simulator__SubmitsPerSecond"] = "0",
    });

    /// <summary>Where it is.</summary>
    public Uri Address => process.Address;

    /// <summary>Where its videos are.</summary>
    public string Archive => folder.File("archive");

    /// <summary>The end of its log.</summary>
    public string Tail() => process.Tail();

    public Task InitializeAsync() => process.StartAsync();

    public async Task DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class DescribedTogether : ICollectionFixture<DescribedStandalone>
{
    /// <summary>Its name.</summary>
    public const string Name = "described";
}
