using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MassTransit;
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
using Wan.Storage.Bodies;

namespace Wan.Archiver.Tests;

/// <summary>The archiver alone, on MassTransit's harness with SQLite in a folder of its own. The saga and Poller are lists of what they were told.</summary>
internal sealed class ArchiverHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryFolder? ownFolder;
    private readonly ConcurrentQueue<object> told = new();
    private string? last;

    private ArchiverHost(TemporaryFolder? folder, Dictionary<string, string?> settings, Action<IServiceCollection>? services)
    {
        ownFolder = folder is null ? new TemporaryFolder() : null;
        Folder = folder ?? ownFolder!;
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Directory"] = Folder.File("data"),
            ["Archive:Directory"] = Folder.File("archive"),
            ["Archive:MinFreeBytes"] = "1",
            ["Archiver:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Archiver:RetryDelay"] = "00:00:00.010",
            ["Archiver:Interval"] = "00:00:00.050",
            ["DASHSCOPE_API_KEY"] = "sk-test",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddWanHosting("archiver");
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Logging.ClearProviders().AddProvider(Logs).AddFilter("Wan", LogLevel.Debug);
        builder.Services.AddDashScope(builder.Configuration);
        builder.Services.AddArchiver(builder.Configuration);
        PublishTokens.AddTo(builder.Services);
        builder.Services.AddMassTransitTestHarness(bus =>
        {
            bus.UseWanInMemory();
            bus.AddConsumer<ArchiveVideoConsumer>();
            Listen<VideoArchived>(bus);
            Listen<ArchivingFailed>(bus);
            Listen<RefreshResult>(bus);
            Listen<VideoDeleted>(bus);
            Listen<VideoHoldChanged>(bus);
            Listen<ArchivingAtRisk>(bus);
            Listen<ArchiveRoomReported>(bus);
        });
        services?.Invoke(builder.Services);
        app = builder.Build();
        app.MapWanHealth();
        app.MapVideos();
    }

    public TemporaryFolder Folder { get; }

    /// <summary>The clock of the archiver.</summary>
    public MovedClock Clock { get; } = new();

    /// <summary>Everything that was logged.</summary>
    public LogList Logs { get; } = new();

    /// <summary>The doors.</summary>
    public HttpClient Http => new() { BaseAddress = new Uri(app.Urls.First()) };

    public IRequestBodies Bodies => app.Services.GetRequiredService<IRequestBodies>();

    public IDocuments<Archive> Archives => app.Services.GetRequiredService<IDocuments<Archive>>();

    public T Service<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<ArchiverHost> StartAsync(
        Dictionary<string, string?>? settings = null, TemporaryFolder? folder = null, Action<IServiceCollection>? services = null)
    {
        var host = new ArchiverHost(folder, settings ?? [], services);
        await host.app.StartAsync();
        return host;
    }

    /// <summary>The command that the saga would send for a result at this URL.</summary>
    public ArchiveVideo Command(Uri url, string? id = null, ExpectedVideo? expected = null, VideoUsage? usage = null, TimeSpan? urlLives = null) => new()
    {
        GenerationId = id ?? Guid.CreateVersion7().ToString(),
        Account = "default",
        Model = "wan2.7-r2v",
        TaskId = "task-1",
        Tenant = "acme",
        SealedVideoUrl = ResultUrlSeal.Seal(app.Services.GetRequiredService<DashScopeAccounts>()["default"], url),
        UrlExpiresAt = Clock.GetUtcNow() + (urlLives ?? TimeSpan.FromHours(24)),
        Expected = expected ?? Clips.Expected,
        Usage = usage,
        Request = """{"model":"wan2.7-r2v","input":{"prompt":"A cat"}}""",
    };

    /// <summary>Stores the request as Intake does it, and sends the command as this release does.</summary>
    public async Task<ArchiveVideo> SendAsync(ArchiveVideo command)
    {
        if (command.Request is { } request)
        {
            await Bodies.SaveAsync(command.GenerationId, Encoding.UTF8.GetBytes(request));
            command = command with { Request = null, RequestHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request))) };
        }

        return await SendAsItIsAsync(command);
    }

    public async Task<ArchiveVideo> SendAsItIsAsync(ArchiveVideo command)
    {
        last = command.GenerationId;
        await app.Services.GetRequiredService<IBus>().Publish(command);
        return command;
    }

    /// <summary>Waits for a message that the archiver sent.</summary>
    public async Task<T> HeardAsync<T>(Func<T, bool>? which = null) where T : class
    {
        T? found = null;
        await Eventually.UntilAsync(
            () => Task.FromResult((found = Heard<T>().FirstOrDefault(which ?? (_ => true))) is not null), () => $"a {typeof(T).Name}\n{Logs}");
        return found!;
    }

    /// <summary>
    /// Waits until the archive that was asked for last has this problem, sees that it is not given up for it, lets the time of its URL pass, and
    /// waits until it is given up with that reason.
    /// </summary>
    public async Task<ArchivingFailed> GivenUpInTimeAsync(string reason)
    {
        await HasProblemAsync(reason);
        Heard<ArchivingFailed>().ShouldBeEmpty();
        Clock.Move(TimeSpan.FromHours(25));
        await Eventually.UntilAsync(
            () =>
            {
                Clock.Move(TimeSpan.FromHours(1)); // It asks a few times more.
                return Task.FromResult(Heard<ArchivingFailed>().Any());
            },
            () => $"the end of it\n{Logs}");
        var failed = Heard<ArchivingFailed>().First();
        failed.Error.Message.ShouldContain(reason);
        Heard<VideoArchived>().ShouldBeEmpty();
        return failed;
    }

    /// <summary>The same, and sees that nothing was kept.</summary>
    public async Task FailedAsync(string reason)
    {
        (await GivenUpInTimeAsync(reason)).Error.Code.ShouldBe("archiving_failed");
        await Eventually.UntilAsync(() => !Files().Any(), "nothing to be kept"); // A try that was under way takes its file with it.
    }

    /// <summary>Waits until the tries of the archive that was asked for last came to this.</summary>
    public Task HasProblemAsync(string reason) => Eventually.UntilAsync(
        async () => (await Archives.FindAsync(last!))?.LastProblem?.Contains(reason, StringComparison.Ordinal) is true, () => $"'{reason}'\n{Logs}");

    /// <summary>Waits until an archive is in quarantine for this reason, and sees that nothing else was kept.</summary>
    public async Task QuarantinedAsync(string reason)
    {
        var failed = await HeardAsync<ArchivingFailed>();
        (failed.GenerationId, failed.Error.Code).ShouldBe((last, "quarantined"));
        failed.Error.Message.ShouldContain(reason);
        Heard<VideoArchived>().ShouldBeEmpty();
        Files().ShouldBe([$"quarantine/{last}.json", $"quarantine/{last}.mp4"]);
    }

    /// <summary>The messages of a kind so far.</summary>
    public IEnumerable<T> Heard<T>() => told.OfType<T>();

    /// <summary>All files of the archive, as paths below it.</summary>
    public IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder.File("archive"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder.File("archive"), path)).Order();

    public string VideoPath(string id) =>
        Folder.File("archive", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"{id}.mp4");

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        ownFolder?.Dispose();
    }

    private void Listen<T>(IBusRegistrationConfigurator bus) where T : class => bus.AddHandler((T message) =>
    {
        told.Enqueue(message);
        return Task.CompletedTask;
    });
}
