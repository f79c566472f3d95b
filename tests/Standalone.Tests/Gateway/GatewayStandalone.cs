using System.Net.Http.Headers;
using Wan.Fixtures;
using Wan.Standalone.Tests.Access;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>
/// A whole installation in one process, of which two tenants have a key each, and the simulated vendor inside it, which knows keys beside the installation's: whoever speaks to
/// the vendor can be sent to either.
/// </summary>
public sealed class GatewayStandalone : IAsyncLifetime
{
    /// <summary>Models whose tasks end at once.</summary>
    public const string Quick26 = "wan2.6-r2v-flash", Quick27 = "wan2.7-r2v";

    /// <summary>A model whose tasks wait for an hour, and one whose tasks run for an hour.</summary>
    public const string Waiting = "wan2.6-r2v", Running = "wan2.7-r2v-2026-06-12";

    private const string VendorKey = "sk-beside", OtherVendorKey = "sk-another";

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProcess process;

    public GatewayStandalone() => process = new("Standalone", new Dictionary<string, string>
    {
        ["Storage__Directory"] = folder.Path,
        ["Archive__MinFreeBytes"] = "1",
        ["Simulator__Accounts__default__0"] = "simulated", // The installation's own.
        ["Simulator__Accounts__beside__0"] = VendorKey,
        ["Simulator__Accounts__another__0"] = OtherVendorKey,
        ["Simulator__QueueDelay"] = "00:00:00",
        ["Simulator__RenderTime"] = "00:00:00",
        [$"Simulator__Models__{Waiting}__QueueDelay"] = "01:00:00",
        [$"Simulator__Models__{Running}__RenderTime"] = "01:00:00",
        ["Simulator__SubmitsPerSecond"] = "0",
        ["Simulator__QueriesPerSecond"] = "0",
        ["Submitter__ShortestBlock"] = "00:00:00.02",
        ["Submitter__LongestBlock"] = "00:00:00.1",
        ["Submitter__ShortestPause"] = "00:00:00.02",
        ["Submitter__LongestPause"] = "00:00:00.1",
        ["Submitter__Repair__FirstLook"] = "00:00:00.5",
        ["Submitter__Repair__LongestWait"] = "00:00:01",
    });

    /// <summary>The gateway, with the keys of two tenants.</summary>
    public DashScopeTarget Gateway { get; private set; } = null!;

    /// <summary>The simulated vendor, with the keys of two accounts that are not the installation's.</summary>
    public DashScopeTarget Vendor { get; private set; } = null!;

    /// <summary>What the vendor says that happened.</summary>
    public SimulatorClient Simulator { get; private set; } = null!;

    /// <summary>The end of its log.</summary>
    public string Tail() => process.Tail();

    public async Task InitializeAsync()
    {
        await process.StartAsync();
        var keys = await Task.WhenAll(new[] { "acme", "other" }.Select(tenant => KeyScript.AddAsync(folder.Path, tenant, "create,read,cancel")));
        var vendor = new Uri($"http://127.0.0.1:{(await File.ReadAllTextAsync(folder.File("simulator", "port"))).Trim()}");
        Simulator = new SimulatorClient(vendor);
        Gateway = new DashScopeTarget("gateway", process.Address, keys[0], keys[1]);
        Vendor = new DashScopeTarget("vendor", vendor, VendorKey, OtherVendorKey);
        await Eventually.UntilAsync(KnowsKeysAsync, () => $"the keys to be noticed{Tail()}");
    }

    public async Task DisposeAsync()
    {
        Simulator?.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }

    private async Task<bool> KnowsKeysAsync()
    {
        using var http = new HttpClient { BaseAddress = process.Address };
        foreach (var key in new[] { Gateway.Key, Gateway.OtherKey })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/generations") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
                return false;
        }

        using var without = await http.GetAsync(new Uri("/v1/generations", UriKind.Relative));
        return !without.IsSuccessStatusCode;
    }
}

/// <summary>Somebody who speaks the vendor's protocol, and a key for it.</summary>
/// <param name="Name">Who.</param>
/// <param name="Root">Scheme, host and port.</param>
/// <param name="Key">An API key.</param>
/// <param name="OtherKey">Somebody else's.</param>
public sealed record DashScopeTarget(string Name, Uri Root, string Key, string OtherKey)
{
    /// <summary>What clients are given as base URL.</summary>
    public string BaseUrl => $"{Root.AbsoluteUri.TrimEnd('/')}/api/v1";

    /// <inheritdoc/>
    public override string ToString() => Name;
}

[CollectionDefinition(Name)]
public sealed class GatewayTogether : ICollectionFixture<GatewayStandalone>
{
    /// <summary>Its name.</summary>
    public const string Name = "gateway";
}
