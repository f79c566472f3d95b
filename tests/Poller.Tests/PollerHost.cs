using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;
using Wan.Storage;

namespace Wan.Poller.Tests;

/// <summary>Poller on a bus of its own, with a store that fails on demand.</summary>
internal sealed class PollerHost : ServiceHost<TrackTaskConsumer>
{
    private PollerHost(Uri vendor, TemporaryFolder? folder, (string Key, string Value)[] settings) : base(folder) =>
        Set([("DASHSCOPE_HTTP_BASE_URL", vendor.AbsoluteUri), .. settings]);

    public IDocuments<Watch> Watches => Service<IDocuments<Watch>>();

    public StoreFaults Faults => Service<StoreFaults>();

    public DashScopeAccount Account => Service<DashScopeAccounts>()["default"];

    /// <summary>Starts one.</summary>
    /// <param name="vendor">Address of the vendor's API.</param>
    /// <param name="folder">Where the documents are; null for a folder of its own.</param>
    /// <param name="settings">Configuration beside the usual.</param>
    public static Task<PollerHost> StartAsync(Uri vendor, TemporaryFolder? folder = null, params (string Key, string Value)[] settings) =>
        StartAsync(new PollerHost(vendor, folder, settings));

    public Task TrackAsync(string taskId, DateTimeOffset? submittedAt = null) => Bus.Publish(Track(taskId, submittedAt));

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
        [.. Recorder.Published.OfType<T>().Where(which ?? (_ => true))];

    /// <summary>Waits for a message.</summary>
    public async Task<T> PublishedAsync<T>(Func<T, bool>? which = null, int count = 1) where T : class
    {
        await Eventually.UntilAsync(() => Published(which).Length >= count, $"{typeof(T).Name} is published");
        return Published(which)[^1];
    }

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        StoreFaults.AddTo(services);
    }
}
