using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;
using Wan.Hosting.Addresses;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Feed;
using Wan.Notifier.Lanes;
using Wan.Storage;

namespace Wan.Notifier.Tests;

/// <summary>Notifier on a bus of its own, with a story in place of Intake.</summary>
internal sealed class NotifierHost : ServiceHost<LaneSweep>
{
    private readonly bool hasStory;
    private readonly Func<string, IPAddress[]>? names;
    private HttpClient? http;

    private NotifierHost(TemporaryFolder? folder, Story? story, bool hasStory, Func<string, IPAddress[]>? names, (string Key, string Value)[] settings) : base(folder)
    {
        (this.hasStory, this.names) = (hasStory, names);
        Story = story ?? new Story(Clock);
        Set([("Notifier:AllowedNetworks:0", "127.0.0.0/8"), ("Notifier:SweepInterval", "00:00:00.050"), ("Notifier:FeedInterval", "00:00:00.050"), .. settings]);
    }

    /// <summary>What happens.</summary>
    public Story Story { get; }

    /// <summary>The doors.</summary>
    public HttpClient Http => http ??= new HttpClient { BaseAddress = Address };

    public IDocuments<Delivery> Deliveries => Service<IDocuments<Delivery>>();

    public IDocuments<Lane> Lanes => Service<IDocuments<Lane>>();

    /// <summary>One of its own.</summary>
    public static Task<NotifierHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(new NotifierHost(null, null, true, null, settings));

    /// <summary>One beside others, or after another, on the same folder and of the same story.</summary>
    public static Task<NotifierHost> StartAsync(TemporaryFolder folder, Story? story, params (string Key, string Value)[] settings) =>
        StartAsync(new NotifierHost(folder, story, true, null, settings));

    /// <summary>One that finds hosts as a test says.</summary>
    public static Task<NotifierHost> StartAsync(Func<string, IPAddress[]> names, params (string Key, string Value)[] settings) =>
        StartAsync(new NotifierHost(null, null, true, names, settings));

    /// <summary>One that asks a real Intake.</summary>
    public static Task<NotifierHost> StartAsync(TemporaryFolder folder, Uri intake) =>
        StartAsync(new NotifierHost(folder, null, false, null, [("Notifier:IntakeUrl", intake.ToString())]));

    /// <summary>Makes an endpoint over its door.</summary>
    public async Task<JsonElement> AddAsync(string url, string tenant = "acme", params string[] events)
    {
        object wanted = events.Length == 0 ? new { url, tenant } : new { url, tenant, events };
        using var answer = await Http.PostAsJsonAsync("/v1/webhooks", wanted);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Asks at a door, and reads what it answers.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Waits until a delivery of an endpoint is so.</summary>
    public async Task<Delivery> DeliveryAsync(string endpoint, Func<Delivery, bool> isIt, string what)
    {
        Delivery? found = null;
        await Eventually.UntilAsync(
            async () => (found = (await Deliveries.PageAsync(new PageQuery { Limit = 100, Tenant = endpoint })).Items.FirstOrDefault(isIt)) is not null, () => $"a delivery that is {what}\n{Logs}");
        return found!;
    }

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        if (hasStory)
            services.AddSingleton<IGenerationChanges>(Story);
        if (names is not null)
            services.AddSingleton<NameResolver>((host, _) => Task.FromResult(names(host)));
    }

    public override async ValueTask DisposeAsync()
    {
        http?.Dispose();
        await base.DisposeAsync();
    }
}
