using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Contracts;
using Wan.DashScope;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Poller.Tests;

/// <summary>Poller as it runs, on the MassTransit test harness, with SQLite in a folder.</summary>
internal sealed class PollerHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryFolder? ownFolder;
    private readonly ConcurrentQueue<object> published;

    private PollerHost(WebApplication app, TemporaryFolder? ownFolder, ConcurrentQueue<object> published) =>
        (this.app, this.ownFolder, this.published) = (app, ownFolder, published);

    public ITestHarness Bus => app.Services.GetTestHarness();

    public IDocuments<Watch> Watches => app.Services.GetRequiredService<IDocuments<Watch>>();

    public StoreFaults Faults => app.Services.GetRequiredService<StoreFaults>();

    public DashScopeAccount Account => app.Services.GetRequiredService<DashScopeAccounts>()["default"];

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Urls.First());

    /// <summary>Starts one.</summary>
    /// <param name="vendor">Address of the vendor's API.</param>
    /// <param name="folder">Where the documents are; null for a folder of its own.</param>
    /// <param name="settings">Configuration beside the usual.</param>
    public static async Task<PollerHost> StartAsync(
        Uri vendor, TemporaryFolder? folder = null, params (string Key, string Value)[] settings)
    {
        var ownFolder = folder is null ? new TemporaryFolder() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Directory"] = (folder ?? ownFolder!).Path,
            ["DASHSCOPE_API_KEY"] = "sk-test",
            ["DASHSCOPE_HTTP_BASE_URL"] = vendor.AbsoluteUri,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddDashScope(builder.Configuration);
        builder.Services.AddPoller(builder.Configuration);
        StoreFaults.AddTo(builder.Services);
        var published = new ConcurrentQueue<object>();
        PublishTokens.AddTo(builder.Services);
        builder.Services.AddMassTransitTestHarness(bus =>
        {
            bus.UseWanInMemory();
            Collect<GenerationStarted>(bus, published);
            Collect<GenerationRendered>(bus, published);
            Collect<RenderingFailed>(bus, published);
            Collect<TaskCancellationRefused>(bus, published);
            Collect<Fault<CancelTask>>(bus, published);
            bus.AddConsumer<TrackTaskConsumer>();
            bus.AddConsumer<CancelTaskConsumer>();
            bus.AddConsumer<RefreshResultConsumer>();
        });
        var app = builder.Build();
        app.MapVendorEvents();
        await app.StartAsync();
        return new PollerHost(app, ownFolder, published);
    }

    public Task TrackAsync(string taskId, DateTimeOffset? submittedAt = null) => Bus.Bus.Publish(Track(taskId, submittedAt));

    public static TrackTask Track(string taskId, DateTimeOffset? submittedAt = null) => new()
    {
        GenerationId = $"g-{taskId}",
        Account = "default",
        Model = "wan2.7-r2v",
        TaskId = taskId,
        SubmittedAt = submittedAt ?? DateTimeOffset.UtcNow,
        Expected = new ExpectedVideo { Resolution = 720, Fps = 30, Duration = 5, Audio = true, Width = 1280, Height = 720 },
    };

    /// <summary>A watch as <see cref="TrackTaskConsumer"/> would make it, or as it is once the task is known to run.</summary>
    public static Watch WatchOf(string taskId, string account = "default", bool started = false, DateTimeOffset? dueAt = null, DateTimeOffset? submittedAt = null, string? model = null, string? foundBy = null)
    {
        var track = Track(taskId, submittedAt);
        return new Watch
        {
            Id = taskId,
            CreatedAt = track.SubmittedAt,
            DueAt = dueAt ?? track.SubmittedAt,
            GenerationId = track.GenerationId,
            Account = account,
            Model = model ?? track.Model,
            Expected = track.Expected,
            SubmittedAt = track.SubmittedAt,
            FoundBy = foundBy,
            StartedAt = started ? track.SubmittedAt : null,
            SeenAt = started ? track.SubmittedAt : null,
        };
    }

    /// <summary>Settings of the default account with another limit of queries.</summary>
    public static (string Key, string Value)[] AccountOf(Uri vendor, int queriesPerSecond) =>
    [
        ("Accounts:0:Name", "default"), ("Accounts:0:ApiKey", "sk-test"), ("Accounts:0:BaseUrl", vendor.AbsoluteUri),
        ("Accounts:0:QueriesPerSecond", $"{queriesPerSecond}"),
    ];

    public static CancelTask Cancel(string taskId) => new() { GenerationId = $"g-{taskId}", Account = "default", TaskId = taskId };

    public static RefreshResult Refresh(string taskId) => new() { GenerationId = $"g-{taskId}", Account = "default", TaskId = taskId };

    /// <summary>The messages of a kind that were published so far.</summary>
    public T[] Published<T>(Func<T, bool>? which = null) where T : class =>
        [.. published.OfType<T>().Where(which ?? (_ => true))];

    /// <summary>Waits for a message.</summary>
    public async Task<T> PublishedAsync<T>(Func<T, bool>? which = null, int count = 1) where T : class
    {
        await Eventually.UntilAsync(() => Published(which).Length >= count, $"{typeof(T).Name} is published");
        return Published(which)[^1];
    }

    private static void Collect<T>(IBusRegistrationConfigurator bus, ConcurrentQueue<object> published) where T : class =>
        bus.AddHandler((T message) =>
        {
            published.Enqueue(message);
            return Task.CompletedTask;
        });

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        ownFolder?.Dispose();
    }
}
