using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;

namespace Wan.Archiver.Tests;

public sealed class ArchiveVideoTests
{
    [Fact]
    public async Task A_result_is_downloaded_proven_kept_and_told()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var clip = Clips.Sound;

        var command = await host.SendAsync(host.Command(server.Serve("/a.mp4", clip)));

        var told = await host.HeardAsync<VideoArchived>();
        told.GenerationId.ShouldBe(command.GenerationId);
        told.TaskId.ShouldBe("task-1");
        var proof = told.Video;
        proof.ArchivedAt.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        (proof with { ArchivedAt = default }).ShouldBe(new ArchivedVideo
        {
            Bytes = clip.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(clip)),
            Width = 320,
            Height = 240,
            Fps = 30,
            Duration = 2,
            Audio = true,
            ArchivedAt = default,
            Codec = "avc1",
        });
        (await File.ReadAllBytesAsync(host.VideoPath(command.GenerationId))).ShouldBe(clip);

        var archive = (await host.Archives.FindAsync(command.GenerationId)).ShouldNotBeNull();
        archive.State.ShouldBe(ArchiveState.Stored);
        archive.DueAt.ShouldBeNull();
        archive.SealedVideoUrl.ShouldBeNull();
        archive.Version.ShouldBe(3, "an archive costs three writes: begun, claimed, stored");
    }

    [Fact]
    public async Task A_record_of_request_and_proof_stands_beside_the_video()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        using var request = new Activity("request").Start();
        var command = await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)));
        var told = await host.HeardAsync<VideoArchived>();

        using var record = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.ChangeExtension(host.VideoPath(command.GenerationId), ".json")));
        record.RootElement.GetProperty("generation_id").GetString().ShouldBe(command.GenerationId);
        record.RootElement.GetProperty("request").GetProperty("input").GetProperty("prompt").GetString().ShouldBe("A cat");
        record.RootElement.GetProperty("video").GetProperty("sha256").GetString().ShouldBe(told.Video.Sha256);
        record.RootElement.GetProperty("trace_id").GetString().ShouldBe(request.TraceId.ToHexString());
        host.Files().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(false, "kept")] // It is not among the request bodies.
    [InlineData(true, "changed")]
    public async Task A_video_whose_request_is_missing_is_archived_and_its_record_says_so(bool changed, string why)
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var command = host.Command(server.Serve("/a.mp4", Clips.Sound)) with { Request = null, RequestHash = new string('0', 64) };
        await host.Bodies.SaveAsync(changed ? command.GenerationId : "another", "{}"u8.ToArray());

        await host.SendAsItIsAsync(command);
        await host.HeardAsync<VideoArchived>();

        using var record = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.ChangeExtension(host.VideoPath(command.GenerationId), ".json")));
        record.RootElement.TryGetProperty("request", out _).ShouldBeFalse();
        record.RootElement.GetProperty("request_missing").GetString().ShouldNotBeNull().ShouldContain(why);
    }

    [Fact]
    public async Task A_video_is_archived_even_if_no_request_can_be_read()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(); // There is no file of requests.
        var command = host.Command(server.Serve("/a.mp4", Clips.Sound)) with { Request = null };

        await host.SendAsItIsAsync(command);

        await host.HeardAsync<VideoArchived>();
        (await File.ReadAllTextAsync(Path.ChangeExtension(host.VideoPath(command.GenerationId), ".json"))).ShouldContain("Storage:Directory");
    }

    [Theory]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":"An older cat"}}""")]
    [InlineData("An older cat")]
    public async Task A_command_of_an_older_release_brings_its_request(string request)
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var command = await host.SendAsItIsAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)) with { Request = request });
        await host.HeardAsync<VideoArchived>();

        using var record = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.ChangeExtension(host.VideoPath(command.GenerationId), ".json")));
        record.RootElement.GetProperty("request").ToString().ShouldBe(request);
    }

    [Fact]
    public async Task A_command_that_comes_again_gets_the_same_answer_and_no_second_download()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var command = await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)));
        var first = await host.HeardAsync<VideoArchived>();

        await host.SendAsync(command);

        await Eventually.UntilAsync(() => host.Heard<VideoArchived>().Count() == 2, "the answer again");
        host.Heard<VideoArchived>().Last().ShouldBe(first);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_results_are_archived_at_once()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var url = server.Serve("/a.mp4", Clips.Sound);

        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ => (await host.SendAsync(host.Command(url))).GenerationId));

        await Eventually.UntilAsync(() => host.Heard<VideoArchived>().Count() >= ids.Length, "200 videos");
        host.Heard<VideoArchived>().Select(told => told.GenerationId).Order().ShouldBe(ids.Order());
        server.Requests.Count.ShouldBe(ids.Length);
    }

    [Fact]
    public async Task A_dead_URL_is_replaced_by_a_fresh_one()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var command = await host.SendAsync(host.Command(server.Answer("/dead.mp4", context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        })));

        var asked = await host.HeardAsync<RefreshResult>();
        asked.ShouldBe(new RefreshResult { GenerationId = command.GenerationId, Account = "default", TaskId = "task-1" });
        await host.SendAsync(command);
        await host.SendAsync(host.Command(server.Serve("/alive.mp4", Clips.Sound), command.GenerationId));

        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(command.GenerationId);
        server.Requests.Count(request => request.Path == "/dead.mp4").ShouldBe(1, "the dead URL is not tried again");
    }

    [Fact]
    public async Task What_another_process_has_stored_meanwhile_is_what_is_told()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var first = await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)));
        await host.HeardAsync<VideoArchived>();
        var stored = (await host.Archives.FindAsync(first.GenerationId))!;
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());

        var second = await host.SendAsync(host.Command(server.Answer("/dead.mp4", async context =>
        {
            asked.TrySetResult();
            await answer.Task;
            context.Response.StatusCode = 403;
        })));
        await asked.Task.WaitAsync(Eventually.Patience);
        await host.Archives.ChangeAsync(second.GenerationId, archive =>
        {
            (archive.State, archive.Video, archive.Key, archive.DueAt) = (ArchiveState.Stored, stored.Video, stored.Key, null);
            return true;
        });
        answer.SetResult();

        await host.HeardAsync<VideoArchived>(archived => archived.GenerationId == second.GenerationId);
        host.Heard<RefreshResult>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_expired_URL_is_not_even_tried()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound), urlLives: TimeSpan.FromSeconds(-1)));

        await host.HeardAsync<RefreshResult>();
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_signed_URL_is_in_no_log_document_or_message()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        })));
        var told = await host.GivenUpInTimeAsync("The connection");

        JsonSerializer.Serialize(told).ShouldNotContain("SECRET");
        host.Logs.ToString().ShouldNotContain("SECRET");
        JsonSerializer.Serialize(await host.Archives.FindAsync(told.GenerationId)).ShouldNotContain("SECRET");
    }

    [Fact]
    public async Task The_trace_of_a_download_does_not_show_the_signature()
    {
        await using var server = await VideoServer.StartAsync();
        var shown = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => shown.Add(string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Serve("/traced.mp4", Clips.Sound)));
        await host.HeardAsync<VideoArchived>();

        shown.ShouldContain(tags => tags.Contains("traced.mp4", StringComparison.Ordinal));
        shown.ShouldAllBe(tags => !tags.Contains("SECRET", StringComparison.Ordinal));
    }
}
