using System.Net;
using Microsoft.AspNetCore.Http;
using Wan.Archiver.Chores;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>While the object store is away, proven videos wait on this machine.</summary>
public sealed class OutboxTests(S3Server s3) : IClassFixture<S3Server>
{
    [Fact]
    public async Task A_video_that_the_store_does_not_take_waits_on_this_machine_and_is_not_downloaded_again()
    {
        await using var server = await VideoServer.StartAsync();
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!));
        await using var host = await ArchiverHost.StartAsync(new(s3.Settings("Archive", "outbox/"))
        {
            ["Archive:S3:Endpoint"] = flaky.Address.AbsoluteUri,
        });
        using var http = host.Http;
        var url = server.Serve("/a.mp4", Clips.Sound);
        flaky.Refusal = 403;

        var command = await host.SendAsync(host.Command(url));
        await Eventually.UntilAsync(() => host.Logs.ToString().Split("The object store answered 403").Length > 4, "more refusals than tries");

        host.Files().ShouldBe([$"outbox/{S3StoreTests.Day}/{command.GenerationId}.json", $"outbox/{S3StoreTests.Day}/{command.GenerationId}.mp4"]);
        host.Heard<ArchivingFailed>().ShouldBeEmpty();
        server.Answer("/a.mp4", NotFound);
        flaky.Refusal = null;

        await host.HeardAsync<VideoArchived>();
        server.Requests.Count.ShouldBe(1);
        host.Files().ShouldBeEmpty();
        (await http.GetByteArrayAsync($"/v1/generations/{command.GenerationId}/video")).ShouldBe(Clips.Sound);

        flaky.Refusal = 403;
        using var answer = await http.GetAsync($"/v1/generations/{command.GenerationId}/video");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_machine_sends_what_it_has_though_another_process_has_given_the_video_up()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var id = await PutIntoOutboxAsync(server, folder, "given-up/", archive =>
        {
            archive.State = ArchiveState.Failed;
            archive.DueAt = null;
            archive.Error = new GenerationError { Code = "archiving_failed", Message = "Its URL is dead." };
        });

        await using var host = await ArchiverHost.StartAsync(s3.Settings("Archive", "given-up/"), folder);

        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(id);
        server.Requests.Count.ShouldBe(1);
        host.Files().ShouldBeEmpty();
        (await S3StoreTests.ListAsync(host)).Order().ShouldBe([$"{S3StoreTests.Day}/{id}.json", $"{S3StoreTests.Day}/{id}.mp4"]);
    }

    [Fact]
    public async Task What_another_process_has_stored_meanwhile_is_taken_out_of_the_outbox()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        await PutIntoOutboxAsync(server, folder, "stored/", archive =>
        {
            archive.State = ArchiveState.Stored;
            archive.DueAt = null;
        });

        await using var host = await ArchiverHost.StartAsync(s3.Settings("Archive", "stored/"), folder);

        await Eventually.UntilAsync(() => !host.Files().Any(), "an empty outbox");
        (await S3StoreTests.ListAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_video_of_no_known_archive_stays_and_is_named_once_in_a_while_until_its_documents_are_back()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var id = await PutIntoOutboxAsync(server, folder, "unknown/", archive => archive.DueAt = archive.CreatedAt);
        Directory.Move(folder.File("data"), folder.File("backup"));
        var path = folder.File("archive", "outbox", S3StoreTests.Day, $"{id}.mp4");
        await using (var other = await ArchiverHost.StartAsync(s3.Settings("Archive", "unknown/"), folder))
        {
            var chore = other.Service<IEnumerable<IChore>>().OfType<OutboxChore>().Single();
            await Eventually.UntilAsync(() => Times(other) == 1, "its name");
            for (var round = 0; round < 3; round++)
                await chore.RunAsync(CancellationToken.None);
            Times(other).ShouldBe(1);

            other.Clock.Move(TimeSpan.FromHours(1));
            await Eventually.UntilAsync(() => Times(other) == 2, "its name again");
            (await File.ReadAllBytesAsync(path)).ShouldBe(Clips.Sound);
        }

        Directory.Delete(folder.File("data"), recursive: true);
        Directory.Move(folder.File("backup"), folder.File("data"));
        await using var host = await ArchiverHost.StartAsync(s3.Settings("Archive", "unknown/"), folder);

        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(id);
        host.Files().ShouldBeEmpty();
        server.Requests.Count.ShouldBe(1);

        int Times(ArchiverHost other) => other.Logs.ToString().Split($"{path} waits in the outbox, and no archive of it is known").Length - 1;
    }

    /// <summary>Leaves a video in the outbox, and its archive as another process would.</summary>
    private async Task<string> PutIntoOutboxAsync(VideoServer server, TemporaryFolder folder, string prefix, Action<Archive> change)
    {
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!));
        flaky.Refusal = 403;
        await using var host = await ArchiverHost.StartAsync(
            new(s3.Settings("Archive", prefix)) { ["Archive:S3:Endpoint"] = flaky.Address.AbsoluteUri, ["Archiver:RetryDelay"] = "01:00:00" }, folder);
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await Eventually.UntilAsync(async () => (await host.Archives.FindAsync(id))?.Tries == 1, "the refusal");
        var archive = (await host.Archives.FindAsync(id)).ShouldNotBeNull();
        change(archive);
        (await host.Archives.ReplaceAsync(archive)).ShouldBeTrue();
        return id;
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
