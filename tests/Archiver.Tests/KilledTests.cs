using Microsoft.Extensions.DependencyInjection;
using Wan.Archiver.Download;
using Wan.Archiver.Stores;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>The process may die at every step, and two may work on the same video: there is one valid file in the end, and never a bad one on the way.</summary>
public sealed class KilledTests
{
    private static readonly byte[] Clip = Clips.Sound;

    [Fact]
    public async Task Killed_at_each_step_of_the_download_it_begins_anew_and_leaves_nothing_half()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var sent = 0;
        var gate = new TaskCompletionSource();
        int[] steps = [0, 1, Clip.Length / 2, Clip.Length - 1, Clip.Length];
        var step = 0;
        string id;
        await using (var host = await ArchiverHost.StartAsync(new() { ["Archiver:Interval"] = "01:00:00", ["Archiver:Concurrency"] = "1" }, folder))
        {
            // The document is all that a process needs to find.
            var command = host.Command(server.Answer("/a.mp4", async context =>
            {
                context.Response.ContentLength = Clip.Length;
                var upTo = steps[Math.Min(step, steps.Length - 1)];
                await context.Response.Body.WriteAsync(Clip.AsMemory(0, upTo));
                await context.Response.Body.FlushAsync();
                Interlocked.Increment(ref sent);
                await gate.Task.WaitAsync(context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                await context.Response.Body.WriteAsync(Clip.AsMemory(upTo));
            }));
            id = command.GenerationId;
            (await host.Archives.InsertAsync(Waiting(command))).ShouldBeTrue();
        }

        await using var archiver = Process(folder);
        for (; step < steps.Length; step++)
        {
            var before = sent;
            archiver.Start();
            await Eventually.UntilAsync(() => Task.FromResult(sent > before || IsKept(folder, id)), () => $"step {step}{archiver.Tail()}");
            await archiver.KillAsync();
            if (steps[step] < Clip.Length)
                IsKept(folder, id).ShouldBeFalse();
        }

        // The dead process's claim still holds, so that this one only reads.
        await using var reader = await ArchiverHost.StartAsync(new() { ["Archiver:Interval"] = "01:00:00" }, folder);
        gate.SetResult();
        archiver.Start();
        await Eventually.UntilAsync(async () => (await reader.Archives.FindAsync(id))!.State is ArchiveState.Stored, () => $"the archive{archiver.Tail()}");

        (await File.ReadAllBytesAsync(reader.VideoPath(id))).ShouldBe(Clip);
        Directory.EnumerateFiles(folder.File("archive", "incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Killed_between_the_rename_and_the_note_of_it_the_video_is_taken_over_without_a_second_download()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var put = new TaskCompletionSource();
        string id;
        await using (var dying = await ArchiverHost.StartAsync(folder: folder, services: services => services.AddSingleton<IVideoStore>(
            _ => new DyingStore(new FileStore(new LocalDisk(folder.File("archive"), 0)), put))))
        {
            id = (await dying.SendAsync(dying.Command(server.Serve("/a.mp4", Clip)))).GenerationId;
            await put.Task.WaitAsync(Eventually.Patience);
        }

        await using var host = await ArchiverHost.StartAsync(folder: folder);

        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(id);
        server.Requests.Count.ShouldBe(1);
        (await host.Archives.FindAsync(id))!.State.ShouldBe(ArchiveState.Stored);
    }

    [Fact]
    public async Task Two_replicas_on_one_generation_end_in_one_video_and_one_answer()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var both = new TaskCompletionSource();
        await using var first = await ArchiverHost.StartAsync(folder: folder);
        var command = await first.SendAsync(first.Command(server.Answer("/a.mp4", async context =>
        {
            if (server.Requests.Count == 2)
                both.SetResult();
            await both.Task;
            await VideoServer.Whole(Clip).ExecuteAsync(context);
        })));
        await Eventually.UntilAsync(() => server.Requests.Count == 1, "the first download");

        // It takes every unfinished archive as its own, as a process does that believes all others dead.
        await using var second = await ArchiverHost.StartAsync(new() { ["Sweep:AllAtStart"] = "true" }, folder);

        var one = await first.HeardAsync<VideoArchived>();
        var other = await second.HeardAsync<VideoArchived>();
        server.Requests.Count.ShouldBe(2);
        other.ShouldBe(one);
        (await first.Archives.FindAsync(command.GenerationId))!.Video.ShouldBe(one.Video);
        (await File.ReadAllBytesAsync(first.VideoPath(command.GenerationId))).ShouldBe(Clip);
        first.Files().Count().ShouldBe(2);
    }

    private static Archive Waiting(ArchiveVideo command) => new()
    {
        Id = command.GenerationId,
        CreatedAt = DateTimeOffset.UtcNow,
        DueAt = DateTimeOffset.UtcNow,
        Tenant = command.Tenant,
        Account = command.Account,
        Model = command.Model,
        TaskId = command.TaskId,
        SealedVideoUrl = command.SealedVideoUrl,
        UrlExpiresAt = command.UrlExpiresAt,
        Expected = command.Expected,
        Request = command.Request,
    };

    private static bool IsKept(TemporaryFolder folder, string id) =>
        Directory.EnumerateFiles(folder.File("archive"), $"{id}.mp4", SearchOption.AllDirectories).Any();

    private static ServiceProcess Process(TemporaryFolder folder) => new("Archiver", new Dictionary<string, string>
    {
        ["Storage__Directory"] = folder.File("data"),
        ["Archive__Directory"] = folder.File("archive"),
        ["Archive__MinFreeBytes"] = "1",
        ["Archiver__AllowedNetworks__0"] = "127.0.0.0/8",
        ["DASHSCOPE_API_KEY"] = "sk-test",
        ["WAN_RABBITMQ"] = "amqp://nobody.invalid", // There is nothing to hear here, and what it says nobody needs.
        ["Sweep__AllAtStart"] = "true",
    });

    /// <summary>Puts the video into its place and then does nothing more, like a process that is killed there.</summary>
    private sealed class DyingStore(IVideoStore store, TaskCompletionSource put) : IVideoStore
    {
        public PartialFile CreatePartial(string id) => store.CreatePartial(id);

        public bool HasRoom(long bytes) => store.HasRoom(bytes);

        public async Task PutAsync(string key, PartialFile file, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
        {
            await store.PutAsync(key, file, record, cancellationToken);
            put.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => store.OpenAsync(key, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

        public Uri? Presign(string key) => store.Presign(key);

        public Task CheckAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);

        public IAsyncEnumerable<StoredItem> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);
    }
}
