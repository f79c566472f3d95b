using Microsoft.Data.Sqlite;
using Wan.Archiver.Verify;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>The process may die at every step, and two may work on the same video: there is one valid file in the end, and never a bad one on the way.</summary>
public sealed class KilledTests
{
    private static readonly byte[] Clip = Clips.Sound;

    // Looks for nothing by itself, so that it only reads and writes what a test wants.
    private static readonly Dictionary<string, string> Idle = new() { ["Archiver:Interval"] = "01:00:00" };

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
        await using (var host = await ArchiverHost.StartAsync(Idle, folder))
        {
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
        await using var reader = await ArchiverHost.StartAsync(Idle, folder);
        gate.SetResult();
        archiver.Start();
        await Eventually.UntilAsync(async () => (await reader.Archives.FindAsync(id))!.State is ArchiveState.Stored, () => $"the archive{archiver.Tail()}");

        (await File.ReadAllBytesAsync(reader.VideoPath(id))).ShouldBe(Clip);
        Directory.EnumerateFiles(folder.File("archive", "incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Killed_after_the_rename_and_after_the_note_of_it_the_video_is_taken_over_and_told_without_a_second_download()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var last = new TaskCompletionSource();
        ArchiveVideo command;
        await using (var host = await ArchiverHost.StartAsync(Idle, folder))
        {
            command = host.Command(server.Answer("/a.mp4", async context =>
            {
                context.Response.ContentLength = Clip.Length;
                await context.Response.Body.WriteAsync(Clip.AsMemory(0, Clip.Length - 1));
                await context.Response.Body.FlushAsync();
                await last.Task.WaitAsync(context.RequestAborted);
                await context.Response.Body.WriteAsync(Clip.AsMemory(Clip.Length - 1));
            }));
            (await host.Archives.InsertAsync(Waiting(command))).ShouldBeTrue();
        }

        await using var archiver = Process(folder);
        archiver.Start();
        await Eventually.UntilAsync(() => server.Requests.Count == 1, "the download");

        // While somebody else writes, the note has to wait.
        using (Locked(folder))
        {
            last.SetResult();
            await Eventually.UntilAsync(() => Task.FromResult(IsKept(folder, command.GenerationId)), () => $"the rename{archiver.Tail()}");
            await archiver.KillAsync();
        }

        await using var reader = await ArchiverHost.StartAsync(Idle, folder);
        (await reader.Archives.FindAsync(command.GenerationId))!.State.ShouldBe(ArchiveState.Waiting);

        // There is no broker, so that the note is made and never told.
        archiver.Start();
        await Eventually.UntilAsync(async () => (await reader.Archives.FindAsync(command.GenerationId))!.State is ArchiveState.Stored, () => $"the note{archiver.Tail()}");
        await archiver.KillAsync();
        reader.Heard<VideoArchived>().ShouldBeEmpty();

        await reader.SendAsync(command);

        (await reader.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(command.GenerationId);
        server.Requests.Count.ShouldBe(1);
        (await File.ReadAllBytesAsync(reader.VideoPath(command.GenerationId))).ShouldBe(Clip);
    }

    [Fact]
    public async Task Killed_between_the_deletion_and_the_news_of_it_the_deletion_is_told_in_the_end()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        string id;
        await using (var host = await ArchiverHost.StartAsync(folder: folder))
        {
            id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip)))).GenerationId;
            await host.HeardAsync<VideoArchived>();
        }

        // There is no broker, so that it is deleted and never told.
        await using (var archiver = Process(folder, new() { ["Archive__Retention__Age"] = "00:00:00.001", ["Archiver__Lease"] = "00:00:01" }))
        {
            archiver.Start();
            await Eventually.UntilAsync(() => Task.FromResult(!IsKept(folder, id)), () => $"the deletion{archiver.Tail()}");
            await archiver.KillAsync();
        }

        await using var later = await ArchiverHost.StartAsync(folder: folder);

        (await later.HeardAsync<VideoDeleted>()).GenerationId.ShouldBe(id);
        await Eventually.UntilAsync(async () => (await later.Archives.FindAsync(id))!.State is ArchiveState.Deleted, "the end of the deletion");
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
        await using var findings = new StringWriter();
        (await VerifyCommand.RunAsync(
            ["--Storage:Directory", folder.File("data"), "--Archive:Directory", folder.File("archive")], findings, TextWriter.Null, CancellationToken.None))
            .ShouldBe(0, findings.ToString());
    }

    /// <summary>An archive as the consumer would have noted it; the document is all that a process needs to find.</summary>
    internal static Archive Waiting(ArchiveVideo command) => new()
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

    /// <summary>Archiver as a process that can be killed. It hears and tells nothing, as it has no broker unless the settings name one.</summary>
    internal static ServiceProcess Process(TemporaryFolder folder, Dictionary<string, string>? settings = null)
    {
        var all = new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.File("data"),
            ["Archive__Directory"] = folder.File("archive"),
            ["Archive__MinFreeBytes"] = "1",
            ["Archiver__AllowedNetworks__0"] = "127.0.0.0/8",
            ["DASHSCOPE_API_KEY"] = "sk-test",
            ["WAN_RABBITMQ"] = "amqp://nobody.invalid",
            ["Sweep__AllAtStart"] = "true",
        };
        foreach (var (name, value) in settings ?? [])
            all[name] = value;
        return new ServiceProcess("Archiver", all);
    }

    private static bool IsKept(TemporaryFolder folder, string id) =>
        Directory.EnumerateFiles(folder.File("archive"), $"{id}.mp4", SearchOption.AllDirectories).Any();

    /// <summary>Takes the write lock of the archiver's documents.</summary>
    private static SqliteConnection Locked(TemporaryFolder folder)
    {
        var connection = new SqliteConnection($"Data Source={folder.File("data", "archiver.db")};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }
}
