using Wan.Fixtures;

namespace Wan.Studio.Tests;

/// <summary>
/// A whole installation in one process, with a vendor that is simulated and fast: one for the tests of a class, as its fixture. A class that needs
/// other settings has a fixture of its own, which derives from this one.
/// </summary>
public class StudioServer : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProcess process;

    public StudioServer() : this([])
    {
    }

    /// <summary>With settings of its own.</summary>
    /// <param name="more">Such as <c>Simulator__RenderTime</c>; they stand over the common ones.</param>
    protected StudioServer(IEnumerable<KeyValuePair<string, string>> more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path,
            ["Archive__MinFreeBytes"] = "1",
            ["Simulator__QueueDelay"] = "00:00:00",
            ["Simulator__RenderTime"] = "00:00:00",
            ["Simulator__SubmitsPerSecond"] = "0",
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        process = new ServiceProcess("Standalone", settings);
        Http = new HttpClient { BaseAddress = process.Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Where it is.</summary>
    public Uri Address => process.Address;

    /// <summary>Where it keeps its data.</summary>
    public TemporaryFolder Folder => folder;

    /// <summary>Itself, to be killed, frozen and started again.</summary>
    public ServiceProcess Process => process;

    /// <summary>Asks it as a program does.</summary>
    public HttpClient Http { get; }

    public virtual Task InitializeAsync() => process.StartAsync();

    public virtual async Task DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }
}
