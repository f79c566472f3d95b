using System.Net;
using Microsoft.AspNetCore.Http;
using Wan.Archiver.Chores;
using Wan.Archiver.Quarantine;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>While the object store is away, proven videos wait on this machine.</summary>
public sealed class OutboxTests(S3Server s3) : IClassFixture<S3Server>
{
    private static readonly ExpectedVideo Larger = Clips.Expected with { Width = 640, Height = 480 };

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

        // It is there before the download has taken its own file away.
        string[] kept = [$"outbox/{S3StoreTests.Day}/{command.GenerationId}.json", $"outbox/{S3StoreTests.Day}/{command.GenerationId}.mp4"];
        await Eventually.UntilAsync(() => Task.FromResult(host.Files().SequenceEqual(kept)), () => $"only these files: {string.Join(", ", host.Files())}");
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
        var id = await PutIntoOutboxAsync(server, folder, "unknown/", _ => { });
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
        host.Clock.Move(TimeSpan.FromHours(2)); // Its next try is an hour after the refusal.

        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(id);
        host.Files().ShouldBeEmpty();
        server.Requests.Count.ShouldBe(1);

        int Times(ArchiverHost other) => other.Logs.ToString().Split($"{path} waits in the outbox, and no archive of it is known").Length - 1;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waits_for_quarantine_and_was_not_noted_goes_there_though_another_process_has_given_up_with_nothing_or_a_page(bool hasPage)
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var prefix = $"forgotten-{hasPage}/";
        var id = await PutIntoOutboxAsync(
            server,
            folder,
            prefix,
            archive =>
            {
                archive.State = ArchiveState.Failed;
                archive.DueAt = null;
                archive.Suspect = hasPage ? Page(archive) : null;
                archive.WrongHashes = [];
                archive.Error = new GenerationError { Code = "archiving_failed", Message = "Its URL is dead." };
            },
            Larger);

        await using var host = await ArchiverHost.StartAsync(s3.Settings("Archive", prefix), folder);

        await Eventually.UntilAsync(() => Task.FromResult(!host.Files().Any()), () => $"an empty outbox\n{host.Logs}");
        (await S3StoreTests.ListAsync(host)).Order().ShouldBe([$"quarantine/{id}.json", $"quarantine/{id}.mp4"]);
        (await host.Archives.FindAsync(id))!.Error!.Code.ShouldBe("quarantined");
        using var http = host.Http;
        (await http.GetByteArrayAsync($"/v1/generations/{id}/quarantine/video")).ShouldBe(Clips.Sound);
        using var accepted = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(id);
    }

    [Fact]
    public async Task What_waits_for_quarantine_is_noted_for_the_other_processes_while_the_vendor_is_tried()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var id = await PutIntoOutboxAsync(server, folder, "waiting/", archive => archive.Suspect = null, Larger);

        await using var host = await ArchiverHost.StartAsync(s3.Settings("Archive", "waiting/"), folder);

        await Eventually.UntilAsync(async () => (await host.Archives.FindAsync(id))?.Suspect is { IsMp4: true }, "the note");
        (await host.Archives.FindAsync(id))!.State.ShouldBe(ArchiveState.Waiting);
        host.Files().ShouldBe([$"outbox/quarantine/{id}.json", $"outbox/quarantine/{id}.mp4"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waits_for_quarantine_and_belongs_to_nothing_that_is_known_stays_and_is_named(bool hasArchive)
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var prefix = $"strange-{hasArchive}/";
        var id = await PutIntoOutboxAsync(
            server,
            folder,
            prefix,
            archive =>
            {
                archive.State = ArchiveState.Failed;
                archive.DueAt = null;
                archive.Suspect = null;
            },
            Larger);
        var path = folder.File("archive", "outbox", "quarantine", $"{id}.mp4");
        if (hasArchive)
            await File.WriteAllBytesAsync(path, Clips.Silent); // Not what the record says.
        else
            Directory.Delete(folder.File("data"), recursive: true);

        await using var host = await ArchiverHost.StartAsync(s3.Settings("Archive", prefix), folder);

        await Eventually.UntilAsync(() => host.Logs.ToString().Contains($"{path} waits in the outbox", StringComparison.Ordinal), "its name");
        host.Files().ShouldBe([$"outbox/quarantine/{id}.json", $"outbox/quarantine/{id}.mp4"]);
        (await S3StoreTests.ListAsync(host)).ShouldBeEmpty();
    }

    private static Suspect Page(Archive archive) => archive.Suspect! with
    {
        Video = archive.Suspect!.Video with { Bytes = 4, Sha256 = new string('0', 64) },
        SeenAt = archive.Suspect!.SeenAt + TimeSpan.FromHours(1),
        IsMp4 = false,
    };

    /// <summary>Leaves a video in the outbox, and its archive as another process would.</summary>
    private async Task<string> PutIntoOutboxAsync(
        VideoServer server, TemporaryFolder folder, string prefix, Action<Archive> change, ExpectedVideo? expected = null)
    {
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!));
        flaky.Refusal = 403;
        await using var host = await ArchiverHost.StartAsync(
            new(s3.Settings("Archive", prefix)) { ["Archive:S3:Endpoint"] = flaky.Address.AbsoluteUri, ["Archiver:RetryDelay"] = "01:00:00" }, folder);
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound), expected: expected))).GenerationId;
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
