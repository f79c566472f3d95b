using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Archiver.Tests;

/// <summary>The archiver on a bus of its own. The saga and Poller are lists of what they were told.</summary>
internal sealed class ArchiverHost : ServiceHost<ArchiveVideoConsumer>
{
    private readonly Action<IServiceCollection>? services;
    private string? last;

    private ArchiverHost(TemporaryFolder? folder, Dictionary<string, string> settings, Action<IServiceCollection>? services) : base(folder)
    {
        this.services = services;
        Set(
        [
            ("Storage:Directory", Folder.File("data")),
            ("Archive:Directory", Folder.File("archive")),
            ("Archive:MinFreeBytes", "1"),
            ("Archiver:AllowedNetworks:0", "127.0.0.0/8"),
            ("Archiver:RetryDelay", "00:00:00.010"),
            ("Archiver:Interval", "00:00:00.050"),
            .. settings.Select(setting => (setting.Key, setting.Value)),
        ]);
    }

    /// <summary>The doors.</summary>
    public HttpClient Http => new() { BaseAddress = Address };

    public IRequestBodies Bodies => Service<IRequestBodies>();

    public IDocuments<Archive> Archives => Service<IDocuments<Archive>>();

    public static Task<ArchiverHost> StartAsync(
        Dictionary<string, string>? settings = null, TemporaryFolder? folder = null, Action<IServiceCollection>? services = null) =>
        StartAsync(new ArchiverHost(folder, settings ?? [], services));

    /// <summary>The command that the saga would send for a result at this URL.</summary>
    public ArchiveVideo Command(Uri url, string? id = null, ExpectedVideo? expected = null, VideoUsage? usage = null, TimeSpan? urlLives = null) => new()
    {
        GenerationId = id ?? Guid.CreateVersion7().ToString(),
        Account = "default",
        Model = "wan2.7-r2v",
        TaskId = "task-1",
        Tenant = "acme",
        SealedVideoUrl = ResultUrlSeal.Seal(Service<DashScopeAccounts>()["default"], url),
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
        await Bus.Publish(command);
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
    public IEnumerable<T> Heard<T>() => Recorder.Published.OfType<T>();

    /// <summary>All files of the archive, as paths below it.</summary>
    public IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder.File("archive"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder.File("archive"), path)).Order();

    public string VideoPath(string id) =>
        Folder.File("archive", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"{id}.mp4");

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        this.services?.Invoke(services);
    }
}
